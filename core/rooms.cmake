# How a room of core/ and a test suite are declared.

add_library(synovia_flags INTERFACE)
target_compile_options(synovia_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
  -ffp-contract=off)
target_compile_definitions(synovia_flags INTERFACE _POSIX_C_SOURCE=200809L)
if(CMAKE_INTERPROCEDURAL_OPTIMIZATION)
  # Both forms in each object: the program is optimised across rooms, the many tests link at once.
  target_compile_options(synovia_flags INTERFACE -ffat-lto-objects)
endif()
if(SYNOVIA_ASAN)
  target_compile_options(synovia_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(synovia_flags INTERFACE -fsanitize=address,undefined)
endif()
if(SYNOVIA_TSAN)
  # gcc sees less of a number's range behind the instrumentation, and warns where nothing is cut.
  target_compile_options(synovia_flags INTERFACE -fsanitize=thread -Wno-format-truncation)
  target_link_options(synovia_flags INTERFACE -fsanitize=thread)
endif()
if(SYNOVIA_COVERAGE)
  target_compile_options(synovia_flags INTERFACE --coverage -O0)
  target_link_options(synovia_flags INTERFACE --coverage)
endif()
if(SYNOVIA_FUZZ)
  target_compile_options(synovia_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# synovia_room(NAME SOURCES a.c ... SEES room ... USES library ...)
#
# SEES names the rooms whose headers this room may include, as "room/header.h". USES names
# third-party libraries; they are PRIVATE, so that lua.h, uv.h and msgpack.h stay in their rooms.
# The include root holds a single symbolic link, NAME -> core/NAME; nothing else can be reached
# through it.
function(synovia_room NAME)
  cmake_parse_arguments(ROOM "" "" "SOURCES;SEES;USES" ${ARGN})
  set(root ${CMAKE_BINARY_DIR}/include-roots/${NAME})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${NAME} SYMBOLIC)
  add_library(synovia_${NAME} STATIC ${ROOM_SOURCES})
  # INTERFACE_INCLUDE does not travel: a room sees exactly the roots that it names.
  target_include_directories(synovia_${NAME} PRIVATE ${root})
  foreach(seen ${ROOM_SEES})
    target_include_directories(synovia_${NAME} PRIVATE ${CMAKE_BINARY_DIR}/include-roots/${seen})
    target_link_libraries(synovia_${NAME} PUBLIC synovia_${seen})
  endforeach()
  target_link_libraries(synovia_${NAME} PRIVATE synovia_flags ${ROOM_USES})
  set_property(GLOBAL APPEND PROPERTY SYNOVIA_ROOMS ${NAME})
  set_property(GLOBAL PROPERTY SYNOVIA_ROOM_SEES_${NAME} "${ROOM_SEES}")
endfunction()

# synovia_plugin_abi()
#
# The headers of plugins/abi as a room that has headers only, "abi/store.h": those who name it under
# SEES reach it, and nothing else of plugins/ can be reached through its root.
function(synovia_plugin_abi)
  set(root ${CMAKE_BINARY_DIR}/include-roots/abi)
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/plugins/abi ${root}/abi SYMBOLIC)
  add_library(synovia_abi INTERFACE)
endfunction()

# synovia_plugin_module(NAME FOLDER SOURCES a.c ... USES library ...)
#
# The plug-in FOLDER/NAME.so. It sees the ABI headers and its own folder, "NAME/header.h", and
# nothing of core/; it exports the one symbol that it marks.
function(synovia_plugin_module NAME FOLDER)
  cmake_parse_arguments(MODULE "" "" "SOURCES;USES" ${ARGN})
  set(target synovia_module_${NAME})
  set(root ${CMAKE_BINARY_DIR}/include-roots/plugin-${NAME})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${NAME} SYMBOLIC)
  add_library(${target} MODULE ${MODULE_SOURCES})
  target_include_directories(${target} PRIVATE ${root} ${CMAKE_BINARY_DIR}/include-roots/abi)
  target_link_libraries(${target} PRIVATE synovia_flags ${MODULE_USES})
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME ${NAME} LIBRARY_OUTPUT_DIRECTORY ${FOLDER})
endfunction()

# synovia_test(NAME SOURCES test_x.c ... ROOMS room ... USES library ... ARGUMENTS argument ...)
#
# A cmocka program, registered with CTest. A test sees the rooms that it names.
function(synovia_test NAME)
  cmake_parse_arguments(TEST "" "" "SOURCES;ROOMS;USES;ARGUMENTS" ${ARGN})
  add_executable(${NAME} ${TEST_SOURCES})
  foreach(room ${TEST_ROOMS})
    target_include_directories(${NAME} PRIVATE ${CMAKE_BINARY_DIR}/include-roots/${room})
    target_link_libraries(${NAME} PRIVATE synovia_${room})
  endforeach()
  target_include_directories(${NAME} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${NAME} PRIVATE SYNOVIA_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${NAME} PRIVATE synovia_flags ${TEST_USES} PkgConfig::CMOCKA)
  target_link_options(${NAME} PRIVATE -fno-lto)
  set_target_properties(${NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests INTERPROCEDURAL_OPTIMIZATION OFF)
  add_test(NAME ${NAME} COMMAND ${NAME} ${TEST_ARGUMENTS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

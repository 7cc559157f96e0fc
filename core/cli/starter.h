/*
 * The texts of starter/, embedded by CMake. `new` writes the name for each "starter" in them.
 */
#ifndef SYNOVIA_CLI_STARTER_H
#define SYNOVIA_CLI_STARTER_H

extern const char starter_protocol[];
extern const char starter_tests[];

#endif

#include "base/csv.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* A text that is handed out in pieces of at most `most` bytes. */
struct pieces {
    struct text rest;
    size_t most;
};

static size_t read_piece(void *context, char *into, size_t most) {
    struct pieces *pieces = context;
    size_t count = pieces->rest.length;
    count = count > pieces->most ? pieces->most : count;
    count = count > most ? most : count;
    memcpy(into, pieces->rest.at, count);
    pieces->rest = text_from(pieces->rest.at + count, pieces->rest.length - count);
    return count;
}

static void say_row(struct buffer *said, const struct csv_row *row) {
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        buffer_append_format(said, "%s%.*s@%u:%u", i == 0 ? "" : "|", (int)cell->text.length,
                             cell->text.at, cell->line, cell->column);
    }
    buffer_append_string(said, "\n");
}

/* Every row as "cell@line:column|...", every problem as "line! line:column problem". */
static enum csv_status say_table(struct text table, size_t most, struct buffer *said) {
    struct pieces pieces = {table, most};
    struct csv_source source = {read_piece, &pieces};
    struct csv *csv = csv_open(&source, 1);
    struct csv_row row;
    enum csv_status status = csv == NULL ? CSV_NO_MEMORY : CSV_ROW;
    while (status == CSV_ROW || status == CSV_BAD_ROW) {
        status = csv_next(csv, &row);
        if (status == CSV_ROW) {
            say_row(said, &row);
        } else if (status == CSV_BAD_ROW) {
            buffer_append_format(said, "%u! %u:%u %s\n", row.line, row.problem_line,
                                 row.problem_column, row.problem);
        }
    }
    csv_close(csv);
    return status;
}

static void assert_table(const char *table, const char *expected) {
    static const size_t sizes[] = {1, 2, 3, 7, SIZE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buffer said = {0};
        assert_int_equal(say_table(text_of(table), sizes[i], &said), CSV_END);
        buffer_append(&said, "", 1);
        assert_string_equal(said.at, expected);
        buffer_free(&said);
    }
}

static void test_rows_and_cells_have_places(void **state) {
    (void)state;
    assert_table("", "");
    assert_table("a,b\nc,d\n", "a@1:1|b@1:3\nc@2:1|d@2:3\n");
    assert_table("a,b\r\nc,d", "a@1:1|b@1:3\nc@2:1|d@2:3\n");
    assert_table("a,b\rc,d\r", "a@1:1|b@1:3\nc@2:1|d@2:3\n");
    assert_table("a,,\n", "a@1:1|@1:3|@1:4\n");
    assert_table("\xef\xbb\xbf"
                 "a,b\n",
                 "a@1:1|b@1:3\n");
    assert_table("\xc3\xbc,\xc3\xbc\xc3\xbc,x\n", "\xc3\xbc@1:1|\xc3\xbc\xc3\xbc@1:3|x@1:6\n");
    assert_table("a , \"b\" ,  c\n", "a@1:1|b@1:4|c@1:10\n");
}

static void test_quoted_cells_hold_anything(void **state) {
    (void)state;
    assert_table("\"a,b\",\"c\"\"d\",\" e \"\n", "a,b@1:1|c\"d@1:7|\x20"
                                                 "e @1:14\n");
    assert_table("\"a\nb\",c\nd,e\n", "a\nb@1:1|c@2:4\nd@3:1|e@3:3\n");
    assert_table("\"a\r\n\r\nb\",c\r\nd,e\r\n", "a\r\n\r\nb@1:1|c@3:4\nd@4:1|e@4:3\n");
    assert_table("x,\"\"\n", "x@1:1|@1:3\n");
}

static void test_blank_rows_are_skipped(void **state) {
    (void)state;
    assert_table("\n\na,b\n\n  \n,\n , \nc,d\n\n", "a@3:1|b@3:3\nc@8:1|d@8:3\n");
    assert_table("a;b\r\n;\r\n\r\n\"\";\r\nc;d\r\n", "a@1:1|b@1:3\nc@5:1|d@5:3\n");
}

static void test_the_header_tells_the_separator(void **state) {
    (void)state;
    assert_table("a;b\n1,5;2\n", "a@1:1|b@1:3\n1,5@2:1|2@2:5\n");
    assert_table("a\tb\n1,5\t;\n", "a@1:1|b@1:3\n1,5@2:1|;@2:5\n");
    assert_table("a,b\n1;5,2\n", "a@1:1|b@1:3\n1;5@2:1|2@2:5\n");
    assert_table("\"a,\"\"c\";b\n1;5,2\n", "a,\"c@1:1|b@1:9\n1@2:1|5,2@2:3\n");
    assert_table("a\n1\n2;3\n", "a@1:1\n1@2:1\n2;3@3:1\n");
}

static bool comma_is_decimal(const char *table) {
    struct pieces pieces = {text_of(table), SIZE_MAX};
    struct csv_source source = {read_piece, &pieces};
    struct csv *csv = csv_open(&source, 1);
    struct csv_row row;
    assert_int_equal(csv_next(csv, &row), CSV_ROW);
    bool decimal = csv_has_decimal_comma(csv);
    csv_close(csv);
    return decimal;
}

static void test_a_comma_is_decimal_where_it_does_not_separate(void **state) {
    (void)state;
    assert_false(comma_is_decimal("a,b\n"));
    assert_false(comma_is_decimal("a\n"));
    assert_true(comma_is_decimal("a;b\n"));
    assert_true(comma_is_decimal("a\tb\n"));
}

static void test_rows_that_cannot_be_read(void **state) {
    (void)state;
    assert_table("a,b\nc,d\"e\nf,g\n",
                 "a@1:1|b@1:3\n2! 2:4 a quote within a cell: put the whole cell into quotes and "
                 "double those within it\nf@3:1|g@3:3\n");
    assert_table("a,b\nc,\"d\"e\nf,g\n",
                 "a@1:1|b@1:3\n2! 2:6 something stands behind the quote that ends the cell begun "
                 "in line 2, column 3: double the quotes within a cell\nf@3:1|g@3:3\n");
    assert_table("a,b\n\"c\n,d\"e\nf,g\n",
                 "a@1:1|b@1:3\n2! 3:4 something stands behind the quote that ends the cell begun "
                 "in line 2, column 1: double the quotes within a cell\nf@4:1|g@4:3\n");
    assert_table("a,b\nc,\"d\ne,f\n", "a@1:1|b@1:3\n2! 2:3 a quoted cell is never closed\n");
    assert_table("a,b\nc,\xfc\nf,g\n",
                 "a@1:1|b@1:3\n2! 2:3 this cell is not UTF-8: save the table as \"CSV "
                 "UTF-8\"\nf@3:1|g@3:3\n");
    /* Two cells that are no UTF-8 do not make one that is. */
    assert_table("a,b\n\xc3,\xbc\n", "a@1:1|b@1:3\n2! 2:1 this cell is not UTF-8: save the table "
                                     "as \"CSV UTF-8\"\n");
}

static void test_other_formats_are_told(void **state) {
    (void)state;
    assert_table("PK\003\004\n\n",
                 "1! 1:1 this is a workbook and no CSV: save it as \"CSV UTF-8\"\n");
    assert_table("\xff\xfe"
                 "ab\n",
                 "1! 1:1 this is UTF-16 text: save the table as \"CSV UTF-8\"\n");
}

/* ---- limits ---------------------------------------------------------------------------------- */

static struct buffer repeated(const char *start, const char *piece, size_t times, const char *end) {
    struct buffer table = {0};
    buffer_append_string(&table, start);
    for (size_t i = 0; i < times; i++) {
        buffer_append_string(&table, piece);
    }
    buffer_append_string(&table, end);
    buffer_append(&table, "", 1);
    return table;
}

static void assert_limit(struct buffer table, const char *expected) {
    assert_table(table.at, expected);
    buffer_free(&table);
}

static void test_a_row_has_so_many_bytes(void **state) {
    (void)state;
    static const char long_row[] =
        "a@1:1|b@1:3\n2! 2:1 the row is longer than 1048576 bytes; is a quote not closed?\n"
        "c@3:1|d@3:3\n";
    assert_limit(repeated("a,b\n", "0123456789abcdef", LIMIT_ROW_BYTES / 16, "\nc,d\n"), long_row);
    assert_limit(repeated("a,b\n\"", "0123456789abcdef", LIMIT_ROW_BYTES / 16, "\nc,d\n"),
                 long_row);
}

static void test_a_row_has_so_many_cells(void **state) {
    (void)state;
    struct buffer table = repeated("a", ",a", LIMIT_ROW_CELLS - 1, "\n");
    struct buffer said = {0};
    assert_int_equal(say_table(text_of(table.at), SIZE_MAX, &said), CSV_END);
    assert_null(memchr(said.at, '!', said.length));
    buffer_free(&said);
    buffer_free(&table);
    assert_limit(repeated("a", ",a", LIMIT_ROW_CELLS, "\nc,d\n"),
                 "1! 1:1 the row has more than 1024 cells\nc@2:1|d@2:3\n");
}

/* ---- memory ---------------------------------------------------------------------------------- */

static enum operation_outcome read_table(void *context) {
    struct buffer said = {0};
    struct buffer long_cell = repeated("a,\"b\"\"c\"\n\"", "0123456789", 2000, "\",d\n");
    (void)context;
    if (long_cell.failed) {
        buffer_free(&long_cell);
        return OPERATION_FAILED;
    }
    enum csv_status status = say_table(text_of(long_cell.at), 100, &said);
    bool whole = said.length == sizeof "a@1:1|b\"c@1:3\n@2:1|d@2:20004\n" - 1 + 20000;
    enum operation_outcome outcome = status == CSV_NO_MEMORY || said.failed ? OPERATION_FAILED
                                     : status == CSV_END && whole           ? OPERATION_DONE
                                                                            : OPERATION_WRONG;
    buffer_free(&long_cell);
    buffer_free(&said);
    return outcome;
}

static void test_memory_may_run_out_anywhere(void **state) {
    (void)state;
    assert_true(failing_malloc_until_ok(read_table, NULL) > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_and_cells_have_places),
        cmocka_unit_test(test_quoted_cells_hold_anything),
        cmocka_unit_test(test_blank_rows_are_skipped),
        cmocka_unit_test(test_the_header_tells_the_separator),
        cmocka_unit_test(test_a_comma_is_decimal_where_it_does_not_separate),
        cmocka_unit_test(test_rows_that_cannot_be_read),
        cmocka_unit_test(test_other_formats_are_told),
        cmocka_unit_test(test_a_row_has_so_many_bytes),
        cmocka_unit_test(test_a_row_has_so_many_cells),
        cmocka_unit_test(test_memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

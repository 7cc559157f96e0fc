/* The chain: known values, every field tampered with, erasure, what a noted head shows. */
#include "journal/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { RECORDS = 5 };

static struct journal_record sample(int i) {
    static const char *const refs[RECORDS] = {"a", "", "b", "a", "c"};
    struct journal_record record = {
        .time = 1700000000000 + i,
        .kind = JOURNAL_DECISION,
        .masked = i == 1,
        .protocol = text_of("knee"),
        .digest = text_of("d1"),
        .session = text_of(i == 2 ? "s" : ""),
        .ref = text_of(refs[i]),
        .key = text_of("k"),
        .payload = text_of("payload"),
    };
    for (int at = 0; at < JOURNAL_SALT_BYTES; at++) {
        record.salt[at] = (unsigned char)(at + i);
    }
    return record;
}

static void fill(struct journal_record records[RECORDS]) {
    struct chain_head head = {0};
    for (int i = 0; i < RECORDS; i++) {
        records[i] = sample(i);
        chain_seal(&head, &records[i]);
    }
}

/* The walk over all the records from 1. */
static struct chain_walk walked(const struct journal_record records[RECORDS]) {
    struct chain_walk walk;
    chain_walk_begin(&walk, 1);
    for (int i = 0; i < RECORDS; i++) {
        chain_walk_take(&walk, &records[i]);
    }
    chain_walk_end(&walk);
    return walk;
}

/* Computed with Python's hashlib from the description in chain.h alone:
 *
 *     def u64(n): return (n % 2**64).to_bytes(8, "big")
 *     def text(t): return u64(len(t)) + t
 *     def H(m, key=b""): return hashlib.blake2b(m, digest_size=32, key=key).digest()
 */
static void hashes_are_those_of_the_description(void **state) {
    (void)state;
    static const char *const expected[RECORDS] = {
        "597359ff57bb664ef8357e265c8bf709dec95543bdc2841581011d527a208fd0",
        "5aa8b9a82de6bb6f710f75b641a9241489ff7ed54457618e00942a07ab56c9ab",
        "7940a090ea044bb3a8e68b74603468eaec35fa1213465b7c053e3e295e69e57e",
        "a85ec2733f3cd5d538fa863e62a59a20114dd54b5d652de394db968f1a7ec149",
        "f99e443a88cd746b4c8d4c30a3da830207c78ac2c6c0574e7acbedffb974c28d",
    };
    struct journal_record records[RECORDS];
    fill(records);
    for (int i = 0; i < RECORDS; i++) {
        char hex[CHAIN_HEX_SIZE];
        chain_hex(records[i].hash, hex);
        assert_string_equal(hex, expected[i]);
        assert_int_equal(records[i].sequence, i + 1);
    }
}

static void a_whole_chain_is_walked_and_counted(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    fill(records);
    struct chain_walk walk = walked(records);
    assert_int_equal(walk.broken, CHAIN_WHOLE);
    assert_int_equal(walk.records, RECORDS);
    assert_int_equal(walk.masked, 1);
    assert_int_equal(walk.erased, 0);
    assert_int_equal(walk.head.sequence, RECORDS);
    assert_memory_equal(walk.head.hash, records[RECORDS - 1].hash, JOURNAL_HASH_BYTES);
}

/* ---- tampering ------------------------------------------------------------------------------- */

struct tampering {
    const char *what;
    void (*change)(struct journal_record *record);
    enum chain_break broken;
    int at; /* how many records behind the changed one the break is seen */
};

static void change_sequence(struct journal_record *record) {
    record->sequence += 7;
}
static void change_time(struct journal_record *record) {
    record->time--;
}
static void change_kind(struct journal_record *record) {
    record->kind = JOURNAL_TURN;
}
static void change_masked(struct journal_record *record) {
    record->masked = !record->masked;
}
static void change_protocol(struct journal_record *record) {
    record->protocol = text_of("kne");
}
static void change_digest(struct journal_record *record) {
    record->digest = text_of("d2");
}
/* The same bytes in other fields: the lengths tell them apart. */
static void move_a_byte(struct journal_record *record) {
    record->protocol = text_of("kneed");
    record->digest = text_of("1");
}
static void change_session(struct journal_record *record) {
    record->session = text_of("t");
}
static void change_ref(struct journal_record *record) {
    record->ref = text_of("x");
}
static void change_key(struct journal_record *record) {
    record->key = text_of("kk");
}
static void change_payload(struct journal_record *record) {
    record->payload = text_of("payloaD");
}
static void move_ref_to_session(struct journal_record *record) {
    record->session = record->ref;
    record->ref = text_of("");
}
static void change_salt(struct journal_record *record) {
    record->salt[15] ^= 1;
}
static void change_body(struct journal_record *record) {
    record->body[31] ^= 1;
}
static void change_previous(struct journal_record *record) {
    record->previous[0] ^= 1;
}
static void change_hash(struct journal_record *record) {
    record->hash[0] ^= 0x80;
}
/* Hash made anew as well: then the record behind it no longer fits. */
static void rewrite(struct journal_record *record) {
    record->payload = text_of("better");
    chain_body(record, record->body);
    chain_hash(record, record->hash);
}
static void erase_half(struct journal_record *record) {
    record->erased = true;
    record->payload = text_of("");
}
static void erase_all_but_the_salt(struct journal_record *record) {
    record->erased = true;
    record->session = record->ref = record->key = record->payload = text_of("");
}
static void empty_without_saying(struct journal_record *record) {
    record->session = record->ref = record->key = record->payload = text_of("");
    memset(record->salt, 0, sizeof record->salt);
}

static const struct tampering tamperings[] = {
    {"sequence", change_sequence, CHAIN_SEQUENCE, 0},
    {"time", change_time, CHAIN_HASH, 0},
    {"kind", change_kind, CHAIN_HASH, 0},
    {"masked", change_masked, CHAIN_HASH, 0},
    {"protocol", change_protocol, CHAIN_HASH, 0},
    {"digest", change_digest, CHAIN_HASH, 0},
    {"a byte moved", move_a_byte, CHAIN_HASH, 0},
    {"session", change_session, CHAIN_BODY, 0},
    {"ref", change_ref, CHAIN_BODY, 0},
    {"key", change_key, CHAIN_BODY, 0},
    {"payload", change_payload, CHAIN_BODY, 0},
    {"ref as session", move_ref_to_session, CHAIN_BODY, 0},
    {"salt", change_salt, CHAIN_BODY, 0},
    {"body hash", change_body, CHAIN_HASH, 0},
    {"previous", change_previous, CHAIN_PREVIOUS, 0},
    {"hash", change_hash, CHAIN_HASH, 0},
    {"rewritten", rewrite, CHAIN_PREVIOUS, 1},
    {"half erased", erase_half, CHAIN_ERASURE, 0},
    {"salt left", erase_all_but_the_salt, CHAIN_ERASURE, 0},
    {"emptied", empty_without_saying, CHAIN_BODY, 0},
};

static void every_tampering_is_found_where_it_is(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
        for (int at = 0; at < RECORDS - 1; at++) {
            struct journal_record records[RECORDS];
            fill(records);
            if (records[at].ref.length == 0 && tamperings[i].change == move_ref_to_session) {
                continue;
            }
            tamperings[i].change(&records[at]);
            struct chain_walk walk = walked(records);
            if (walk.broken != tamperings[i].broken ||
                walk.broken_at != (uint64_t)(at + 1 + tamperings[i].at)) {
                print_error("%s of record %d: break %d at %d\n", tamperings[i].what, at + 1,
                            (int)walk.broken, (int)walk.broken_at);
                fail();
            }
        }
    }
}

static void dropped_doubled_and_exchanged_records_are_found(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    fill(records);
    struct journal_record kept = records[2];
    records[2] = records[3];
    assert_int_equal(walked(records).broken_at, 3);
    assert_int_equal(walked(records).found_sequence, 4);
    records[3] = kept;
    assert_int_equal(walked(records).broken, CHAIN_SEQUENCE);
    fill(records);
    records[1] = records[0];
    assert_int_equal(walked(records).broken_at, 2);
    assert_int_equal(walked(records).found_sequence, 1);
}

/* A record of another journal, with the right number and its own hashes in order. */
static void a_record_of_elsewhere_does_not_fit(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    fill(records);
    struct chain_head head = {.sequence = 2};
    records[2] = sample(4);
    chain_seal(&head, &records[2]);
    assert_int_equal(walked(records).broken, CHAIN_PREVIOUS);
    assert_int_equal(walked(records).broken_at, 3);
}

/* ---- erasure, parts, noted heads ------------------------------------------------------------- */

static void erase(struct journal_record *record) {
    record->erased = true;
    empty_without_saying(record);
}

static void an_erased_record_keeps_the_chain_whole(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    fill(records);
    erase(&records[0]);
    erase(&records[3]);
    struct chain_walk walk = walked(records);
    assert_int_equal(walk.broken, CHAIN_WHOLE);
    assert_int_equal(walk.erased, 2);
    records[3].time++;
    assert_int_equal(walked(records).broken_at, 4);
}

/* The same ref and payload, twice: nothing that stays shows that they were the same. */
static void salts_hide_equal_bodies(void **state) {
    (void)state;
    struct journal_record first = sample(0);
    struct journal_record second = sample(0);
    struct chain_head head = {0};
    assert_true(chain_setup());
    chain_salt(first.salt);
    chain_salt(second.salt);
    assert_memory_not_equal(first.salt, second.salt, JOURNAL_SALT_BYTES);
    chain_seal(&head, &first);
    chain_seal(&head, &second);
    assert_memory_not_equal(first.body, second.body, JOURNAL_HASH_BYTES);
}

static void a_part_vouches_for_itself(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    struct chain_walk walk;
    fill(records);
    chain_walk_begin(&walk, 3);
    assert_false(walk.knows_previous);
    for (int i = 2; i < RECORDS; i++) {
        assert_true(chain_walk_take(&walk, &records[i]));
    }
    assert_true(chain_walk_end(&walk));
    assert_int_equal(walk.records, 3);
    change_previous(&records[2]);
    chain_walk_begin(&walk, 3);
    assert_false(chain_walk_take(&walk, &records[2]));
    assert_int_equal(walk.broken, CHAIN_HASH);
}

static void a_noted_head_shows_a_cut_and_a_rewritten_journal(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    struct chain_walk walk;
    fill(records);
    struct chain_head noted = {.sequence = 4};
    memcpy(noted.hash, records[3].hash, sizeof noted.hash);
    for (int rewritten = 0; rewritten < 2; rewritten++) {
        struct chain_head head = {0};
        chain_walk_begin(&walk, 1);
        walk.anchor = noted;
        records[1].time += rewritten;
        for (int i = 0; i < RECORDS - 1; i++) {
            chain_seal(&head, &records[i]);
            assert_int_equal(chain_walk_take(&walk, &records[i]), i < 3 || !rewritten);
        }
        assert_int_equal(chain_walk_end(&walk), !rewritten);
        assert_int_equal(walk.broken, rewritten ? CHAIN_ANCHOR : CHAIN_WHOLE);
    }
    fill(records);
    chain_walk_begin(&walk, 1);
    walk.anchor = noted;
    for (int i = 0; i < 3; i++) {
        assert_true(chain_walk_take(&walk, &records[i]));
    }
    assert_false(chain_walk_end(&walk));
    assert_int_equal(walk.broken_at, 4);
}

static void breaks_are_explained(void **state) {
    (void)state;
    enum { EXPLAINED = 400 };
    char out[EXPLAINED];
    struct journal_record records[RECORDS];
    fill(records);
    change_payload(&records[2]);
    struct chain_walk walk = walked(records);
    chain_explain(&walk, out, sizeof out);
    assert_non_null(strstr(out, "record 3 has another session, ref, key, payload or salt"));
    char hex[CHAIN_HEX_SIZE];
    chain_hex(records[2].body, hex);
    assert_non_null(strstr(out, hex));
    fill(records);
    records[3] = records[4];
    walk = walked(records);
    chain_explain(&walk, out, sizeof out);
    assert_string_equal(out, "record 4 is missing: record 5 stands in its place");
}

static void heads_are_read_back(void **state) {
    (void)state;
    struct journal_record records[RECORDS];
    struct chain_head head;
    char line[100];
    char hex[CHAIN_HEX_SIZE];
    fill(records);
    chain_hex(records[3].hash, hex);
    snprintf(line, sizeof line, "4:%s", hex);
    assert_true(chain_read_head(text_of(line), &head));
    assert_int_equal(head.sequence, 4);
    assert_memory_equal(head.hash, records[3].hash, JOURNAL_HASH_BYTES);
    static const char *const bad[] = {
        "", ":", "4", "4:", "0:00", "4:zz", "x:00", "-4:00", "99999999999999999999:00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(chain_read_head(text_of(bad[i]), &head));
    }
    line[strlen(line) - 1] = '\0';
    assert_false(chain_read_head(text_of(line), &head));
}

static void kinds_have_words(void **state) {
    (void)state;
    assert_string_equal(journal_kind_name(JOURNAL_FORGOTTEN), "forgotten");
    assert_int_equal(journal_kind_find(text_of("outage")), JOURNAL_OUTAGE);
    assert_null(journal_kind_name(99));
    assert_int_equal(journal_kind_find(text_of("nothing")), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_description),
        cmocka_unit_test(a_whole_chain_is_walked_and_counted),
        cmocka_unit_test(every_tampering_is_found_where_it_is),
        cmocka_unit_test(dropped_doubled_and_exchanged_records_are_found),
        cmocka_unit_test(a_record_of_elsewhere_does_not_fit),
        cmocka_unit_test(an_erased_record_keeps_the_chain_whole),
        cmocka_unit_test(salts_hide_equal_bodies),
        cmocka_unit_test(a_part_vouches_for_itself),
        cmocka_unit_test(a_noted_head_shows_a_cut_and_a_rewritten_journal),
        cmocka_unit_test(breaks_are_explained),
        cmocka_unit_test(heads_are_read_back),
        cmocka_unit_test(kinds_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

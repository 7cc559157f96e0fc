/*
 * A protocol on the wire: all that a form, a page or a review needs, in one language.
 *
 *     describe_header.c     who wrote it, from what, who reviewed it; groups
 *     describe_facts.c      the questions and how they may be answered
 *     describe_rules.c      rules, results, scores and values, their conditions as text
 *     describe_points.c     points that are worked out line by line
 *     describe_guidance.c   techniques with their steps and loops, education
 *
 * A condition stands there twice: as the script would write it (`when`), for programs and authors,
 * and as a sentence in words (`when_words`), for those who review a protocol and read no Lua.
 */
#ifndef SYNOVIA_SERVICE_DESCRIBE_H
#define SYNOVIA_SERVICE_DESCRIBE_H

#include "base/buffer.h"
#include "rules/program.h"
#include "wire/writer.h"

struct describing {
    struct buffer *out;
    const struct program *program;
    struct text language; /* empty: the protocol's own */
};

/* ---- parts: each adds its pairs to the open map ---------------------------------------------- */

void describe_header(const struct describing *describing, struct writer_list *map);
void describe_facts(const struct describing *describing, struct writer_list *map);
void describe_rules(const struct describing *describing, struct writer_list *map);
void describe_guidance(const struct describing *describing, struct writer_list *map);

/*
 * What a front end shows to ask for one fact: its name under `key`, then { type, ask, help?,
 * group?, options?, labels?, min?, max?, unit?, whole?, none? }.
 */
void describe_question(const struct describing *describing, const char *key,
                       const struct fact *fact, struct writer_list *map);

/* Steps and loops as they are declared: an array. */
void describe_steps(const struct describing *describing, const struct step *steps, size_t count);

/* ---- pairs: one more of the map, or nothing where the value is empty --------------------------
 */

void describe_key(const struct describing *describing, struct writer_list *map, const char *key);
void describe_text(const struct describing *describing, struct writer_list *map, const char *key,
                   struct text value);
void describe_phrase(const struct describing *describing, struct writer_list *map, const char *key,
                     const struct phrase *phrase);

/* The pair `key`: true; nothing where it is false. */
void describe_flag(const struct describing *describing, struct writer_list *map, const char *key,
                   bool value);

/* The term as the script would write it; nothing for NODE_MISSING. */
void describe_term(const struct describing *describing, struct writer_list *map, const char *key,
                   node_id node);

/* The condition, or with `negated` its contrary, as a sentence for people (rules/words.h); nothing
 * for NODE_MISSING. */
void describe_words(const struct describing *describing, struct writer_list *map, const char *key,
                    node_id condition, bool negated);

/*
 * Where the number is worked out by `first`, the pair `lines`: [{ points, when?, when_words?,
 * lines? }]; a line whose points are a `first` of its own has `lines` again. Otherwise nothing.
 */
void describe_points(const struct describing *describing, struct writer_list *map, node_id points);

/* The pair `refer`: { to: [..], urgency }; nothing where nobody is referred. */
void describe_referral(const struct describing *describing, struct writer_list *map,
                       const struct referral *referral);

/* The pair of an array of texts; nothing where it has none. */
void describe_texts(const struct describing *describing, struct writer_list *map, const char *key,
                    const struct text *texts, size_t count);

#endif

#include "proof/coverage.h"

/* ---- while the examples run ------------------------------------------------------------------ */

void coverage_note(struct proof *proof, const struct decision *decision) {
    const struct program *program = decision->program;
    proof->examples++;
    for (size_t i = 0; i < decision->reason_count; i++) {
        proof->fired[decision->reasons[i].rule] = true;
    }
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        bool judged = rule->kind != RULE_HALT;
        if (judged && decision->evaluation->cells[rule->fires].mask == MASK_FALSE) {
            proof->quiet[i] = true;
        }
    }
    for (size_t i = 0; i < program->result_count; i++) {
        if (decision->results[i].state == RESULT_SETTLED) {
            proof->lines[i] |= (uint64_t)1 << decision->results[i].line;
        }
    }
}

/* ---- at the end ------------------------------------------------------------------------------ */

static void look_at_rules(const struct proof *proof, struct gap *gaps, struct coverage *coverage) {
    const struct program *program = proof->suite->program;
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->kind == RULE_HALT) {
            continue;
        }
        coverage->rule_count++;
        struct gap gap = {GAP_RULE_NEVER_FIRED, rule->id, text_from(NULL, 0), rule->position};
        if (!proof->fired[i]) {
            gaps[coverage->gap_count++] = gap;
        } else if (!proof->quiet[i]) {
            gap.kind = GAP_RULE_NEVER_QUIET;
            gaps[coverage->gap_count++] = gap;
        }
    }
}

static void look_at_results(const struct proof *proof, struct gap *gaps,
                            struct coverage *coverage) {
    const struct program *program = proof->suite->program;
    for (size_t i = 0; i < program->result_count; i++) {
        const struct result *result = &program->results[i];
        coverage->line_count += result->line_count;
        for (size_t line = 0; line < result->line_count; line++) {
            if ((proof->lines[i] >> line & 1) == 0) {
                gaps[coverage->gap_count++] = (struct gap){
                    GAP_LINE_NEVER_GIVEN, result->name, result->lines[line].name, result->position};
            }
        }
    }
}

bool proof_coverage(const struct proof *proof, struct arena *arena, struct coverage *coverage) {
    const struct program *program = proof->suite->program;
    size_t room = program->rule_count + 1;
    for (size_t i = 0; i < program->result_count; i++) {
        room += program->results[i].line_count;
    }
    struct gap *gaps = arena_calloc(arena, room, sizeof *gaps);
    *coverage = (struct coverage){.gaps = gaps};
    if (gaps == NULL) {
        return false;
    }
    look_at_rules(proof, gaps, coverage);
    look_at_results(proof, gaps, coverage);
    return true;
}

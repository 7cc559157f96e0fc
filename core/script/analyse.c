#include "script/analyse.h"

#include "script/analysis.h"

void analyse(struct declarations *declarations) {
    struct analysis analysis;
    if (analysis_begin(&analysis, declarations)) {
        analyse_reach(&analysis);
        analyse_decided(&analysis);
        analyse_lines(&analysis);
        analyse_optional(&analysis);
        analyse_none(&analysis);
        analyse_live(&analysis);
        analyse_rules(&analysis);
    }
    analysis_end(&analysis);
}

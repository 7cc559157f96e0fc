---@meta synovia
-- The vocabulary of protocols and their tests, for editors with the
-- lua-language-server. Generated from core/script/vocabulary.c by `./dev tables`;
-- no protocol, and never run.

---A text that a person reads: a string, or a table by language.
---@alias synovia.text string|table<string, string>

---A span of time.
---@class synovia.duration

---A step or a loop of a technique.
---@class synovia.place

---`none`, `absent` or `unanswerable`.
---@class synovia.special

---What is known of a person.
---@class synovia.facts
local facts_of = {}

---The same person, with these facts changed.
---@param changes table
---@return synovia.facts
function facts_of:with(changes) end

---A fact, a value, a score, a result or a condition.
---@class synovia.term
---@operator band(any): synovia.term
---@operator bor(any): synovia.term
---@operator add(any): synovia.term
---@operator sub(any): synovia.term
---@operator mul(any): synovia.term
---@operator div(any): synovia.term
---@operator bnot: synovia.term
---@operator unm: synovia.term
local term = {}

---has this value (yes_no, choice, number and result terms)
---@param value any
---@return synovia.term
function term:is(value) end

---does not have this value (yes_no, choice, number and result terms)
---@param value any
---@return synovia.term
function term:is_not(value) end

---has one of these values (choice, number and result terms)
---@param values any[]
---@return synovia.term
function term:one_of(values) end

---is more than this (number terms)
---@param number any
---@return synovia.term
function term:over(number) end

---is less than this (number terms)
---@param number any
---@return synovia.term
function term:under(number) end

---is this or more (number terms)
---@param number any
---@return synovia.term
function term:at_least(number) end

---is this or less (number terms)
---@param number any
---@return synovia.term
function term:at_most(number) end

---is in this range, ends included (number terms)
---@param low any
---@param high any
---@return synovia.term
function term:between(low, high) end

---there is no such value (terms that can be none)
---@return synovia.term
function term:is_none() end

---the number, or this one where there is none (number terms that can be none)
---@param number any
---@return synovia.term
function term:if_none(number) end

---is known (facts)
---@return synovia.term
function term:answered() end

---completed days up to the request's as_of (date terms)
---@return synovia.term
function term:days_ago() end

---completed weeks up to the request's as_of (date terms)
---@return synovia.term
function term:weeks_ago() end

---completed months up to the request's as_of (date terms)
---@return synovia.term
function term:months_ago() end

---completed years up to the request's as_of (date terms)
---@return synovia.term
function term:years_ago() end

---days from this date to that one (date terms)
---@param date any
---@return synovia.term
function term:days_until(date) end

---is so much more, or further, than at the start of the session (number terms)
---@param number any
---@return synovia.term
function term:rose_by(number) end

---is so much less, or further, than at the start of the session (number terms)
---@param number any
---@return synovia.term
function term:fell_by(number) end

---@class (exact) synovia.protocol
---@field format number # version of the language: 1
---@field version string # version of the protocol, as SemVer: 1.0.0
---@field title synovia.text # what it is about
---@field language? string # BCP 47 tag of its plain texts; "en"
---@field sources? synovia.source[] # { { title = ..., url = ... }, ... }
---@field authors? string[] # who wrote it
---@field reviewed? synovia.reviewed # { by = ..., on = "YYYY-MM-DD" }
---@field review_by? string # the day by which it is to be reviewed again
---@field refer? synovia.refer # who sees the person where a rule names nobody

---@class (exact) synovia.groups
---@field [integer] any # groups: { "id", "title" }

---@class (exact) synovia.yes_no
---@field ask synovia.text # the question
---@field help? synovia.text # what helps to answer it
---@field group? string # id of the group that it is asked in
---@field code? table # { system, code }, or several of them
---@field only_if? synovia.term # there is such a fact only where this holds
---@field ask_if? synovia.term # it need be asked only where this holds
---@field otherwise? any # the value where only_if or ask_if does not hold
---@field none? synovia.text # label of the answer "there is none"
---@field optional? boolean # used where known, never asked
---@field live? boolean # changes while moving; watched in sessions

---@class (exact) synovia.choice
---@field options string[] # the list to choose from
---@field labels? table<string, synovia.text> # { option = text }
---@field ask synovia.text # the question
---@field help? synovia.text # what helps to answer it
---@field group? string # id of the group that it is asked in
---@field code? table # { system, code }, or several of them
---@field only_if? synovia.term # there is such a fact only where this holds
---@field ask_if? synovia.term # it need be asked only where this holds
---@field otherwise? any # the value where only_if or ask_if does not hold
---@field none? synovia.text # label of the answer "there is none"
---@field optional? boolean # used where known, never asked
---@field live? boolean # changes while moving; watched in sessions

---@class (exact) synovia.number
---@field min? number # the least value
---@field max? number # the greatest value
---@field unit? string # UCUM code
---@field whole? boolean # whole numbers only
---@field also? table<string, number> # { ["unit"] = factor to the own unit }
---@field unit_required? boolean # a bare number is refused
---@field ask synovia.text # the question
---@field help? synovia.text # what helps to answer it
---@field group? string # id of the group that it is asked in
---@field code? table # { system, code }, or several of them
---@field only_if? synovia.term # there is such a fact only where this holds
---@field ask_if? synovia.term # it need be asked only where this holds
---@field otherwise? any # the value where only_if or ask_if does not hold
---@field none? synovia.text # label of the answer "there is none"
---@field optional? boolean # used where known, never asked
---@field live? boolean # changes while moving; watched in sessions

---@class (exact) synovia.date
---@field future? boolean # may lie after the day of the request
---@field ask synovia.text # the question
---@field help? synovia.text # what helps to answer it
---@field group? string # id of the group that it is asked in
---@field code? table # { system, code }, or several of them
---@field only_if? synovia.term # there is such a fact only where this holds
---@field ask_if? synovia.term # it need be asked only where this holds
---@field otherwise? any # the value where only_if or ask_if does not hold
---@field none? synovia.text # label of the answer "there is none"
---@field optional? boolean # used where known, never asked
---@field live? boolean # changes while moving; watched in sessions

---@class (exact) synovia.derive
---@field type? string # of a function: yes_no, number or choice
---@field unit? string # UCUM code
---@field options? string[] # of a function that gives a choice
---@field min? number # the least value that a function gives
---@field max? number # the greatest value that a function gives
---@field [integer] any # a term, or inputs and a function

---@class (exact) synovia.first
---@field [integer] any # lines: { number, when = condition }

---@class (exact) synovia.score
---@field title? synovia.text # its name for people
---@field [integer] any # items: { points, when = condition, label = text }

---@class (exact) synovia.any
---@field [integer] any # conditions

---@class (exact) synovia.all
---@field [integer] any # conditions

---@class (exact) synovia.none_of
---@field [integer] any # conditions

---@class (exact) synovia.at_least
---@field [integer] any # conditions

---@class (exact) synovia.scope
---@field require synovia.term # it fires where this is false
---@field because synovia.text # the reason, as a person reads it
---@field advice? synovia.text # what the person should do
---@field refer? synovia.refer # { to = ..., urgency = ... }
---@field source? string # where it is published
---@field see? string[] # ids of educations
---@field during? string[] # ids of the techniques that it bars

---@class (exact) synovia.contraindication
---@field when synovia.term # it fires where this is true
---@field throughout? boolean # judged at every turn of a session as well
---@field because synovia.text # the reason, as a person reads it
---@field advice? synovia.text # what the person should do
---@field refer? synovia.refer # { to = ..., urgency = ... }
---@field source? string # where it is published
---@field see? string[] # ids of educations
---@field during? string[] # ids of the techniques that it bars

---@class (exact) synovia.red_flag
---@field when synovia.term # it fires where this is true
---@field throughout? boolean # judged at every turn of a session as well
---@field because synovia.text # the reason, as a person reads it
---@field advice? synovia.text # what the person should do
---@field refer? synovia.refer # { to = ..., urgency = ... }
---@field source? string # where it is published
---@field see? string[] # ids of educations
---@field during? string[] # ids of the techniques that it bars

---@class (exact) synovia.precondition
---@field require synovia.term # it fires where this is false
---@field throughout? boolean # judged at every turn of a session as well
---@field because synovia.text # the reason, as a person reads it
---@field advice? synovia.text # what the person should do
---@field refer? synovia.refer # { to = ..., urgency = ... }
---@field source? string # where it is published
---@field see? string[] # ids of educations
---@field during? string[] # ids of the techniques that it bars

---@class (exact) synovia.advisory
---@field when synovia.term # it fires where this is true
---@field because synovia.text # the reason, as a person reads it
---@field advice? synovia.text # what the person should do
---@field refer? synovia.refer # { to = ..., urgency = ... }
---@field source? string # where it is published
---@field see? string[] # ids of educations
---@field during? string[] # ids of the techniques that it bars

---@class (exact) synovia.halt
---@field when synovia.term # it fires where this is true
---@field because synovia.text # the reason, as a person reads it
---@field advice? synovia.text # what the person should do
---@field refer? synovia.refer # { to = ..., urgency = ... }
---@field source? string # where it is published
---@field see? string[] # ids of educations
---@field during? string[] # ids of the techniques that it bars

---@class (exact) synovia.result
---@field title? synovia.text # its name for people
---@field [integer] any # lines: { "name", when = condition }

---@class (exact) synovia.technique
---@field title synovia.text # its name for people
---@field needs? synovia.text[] # what must be at hand
---@field only_if? synovia.term # for whom it is
---@field idle? synovia.duration # after which a session expires; minutes(30)
---@field after? synovia.text # what to say at the end
---@field source? string # where it is published
---@field [integer] any # steps and loops

---@class (exact) synovia.step
---@field caution? synovia.text # what to take care of
---@field hold? synovia.duration # for how long
---@field figure? string # name of a picture
---@field only_if? synovia.term # done only where this holds
---@field skip_if? synovia.term # left out only where this holds
---@field source? string # where it is published
---@field [integer] any # the text that says what to do

---@class (exact) synovia.loop
---@field at_most number # the most rounds
---@field finish_when? synovia.term # ends it after a round
---@field only_if? synovia.term # done only where this holds
---@field skip_if? synovia.term # left out only where this holds
---@field source? string # where it is published
---@field [integer] any # steps

---@class (exact) synovia.education
---@field title synovia.text # its heading
---@field text synovia.text # what it explains
---@field source? string # where it is published

---@class (exact) synovia.test
---@field given any # facts { ... }
---@field expect synovia.expect # what the decision must be
---@field unconfirmed? boolean # nobody has said yet that what is expected is right

---@class (exact) synovia.cases
---@field given? any # facts { ... } of every case
---@field [integer] any # cases: { { fact = value }, outcome = ... }

---@class (exact) synovia.walk
---@field technique string # id of the technique
---@field given any # facts { ... } at the start
---@field usual? any # what is reported at every turn
---@field report? table # { ["step#round"] = { ... } }
---@field wait? table # { ["step#round"] = minutes(5) }: the time before its report
---@field again? table # steps whose report is sent twice, as if its answer was lost
---@field expect synovia.walk_expect # how it must end
---@field unconfirmed? boolean # nobody has said yet that what is expected is right

---@class (exact) synovia.always
---@field when synovia.term # for every input for which this is true
---@field expect? synovia.expect # this holds
---@field never? synovia.expect # this does not
---@field unconfirmed? boolean # nobody has said yet that what is expected is right

---@class (exact) synovia.reviewed
---@field by string # who reviewed it
---@field on string # the day

---@class (exact) synovia.source
---@field title string # what it is
---@field url? string # where it is

---@class (exact) synovia.refer
---@field to any # who should see the person: a text, or a list of them
---@field urgency string # routine, urgent or immediate

---@class (exact) synovia.expect
---@field outcome? string # clear, defer, ask, refer, stop or invalid
---@field urgency? any # routine, urgent, immediate, or none
---@field complete? boolean # whether nothing more is to be asked
---@field rules? table # exactly the rules that fire
---@field includes? table # rules that fire, perhaps among others
---@field uncertain? table # exactly the rules that fire without being certain
---@field asks? table # exactly the facts that are asked, in order
---@field results? table # { result = line }, `absent` where none is given
---@field scores? table # { score = number } or { score = { low, high } }
---@field referrals? table # exactly who is to see the person
---@field advice? table # exactly the rules and results that give advice
---@field techniques? table # { ["id"] = "yes", "no" or "ask" }
---@field faults? table # the facts refused, or { fact = "code" }

---@class (exact) synovia.walk_expect
---@field halted? table # exactly the rules that halt
---@field uncertain? table # exactly those of them that are not certain
---@field at? string # the step where it ends
---@field finished? boolean # whether it reached its end
---@field steps? table # exactly the steps walked, in order
---@field missing? table # facts that a report lacked
---@field not_cleared? boolean # whether the person was not cleared at all
---@field expired? boolean # whether it was left alone for too long

---the header: what this protocol is
---@param id string
---@return fun(declaration: synovia.protocol)
function protocol(id) end

---the groups of questions, in order
---@param list table
function groups(list) end

---a fact that is yes or no
---@param id string
---@return fun(declaration: synovia.yes_no): synovia.term
function yes_no(id) end

---a fact that is one of a closed list
---@param id string
---@return fun(declaration: synovia.choice): synovia.term
function choice(id) end

---a fact that is a number
---@param id string
---@return fun(declaration: synovia.number): synovia.term
function number(id) end

---a fact that is a day
---@param id string
---@return fun(declaration: synovia.date): synovia.term
function date(id) end

---a value worked out from others
---@param id string
---@return fun(declaration: synovia.derive): synovia.term
function derive(id) end

---the number of the first line that holds
---@param list table
---@return synovia.term
function first(list) end

---a sum of points
---@param id string
---@return fun(declaration: synovia.score): synovia.term
function score(id) end

---true where at least one of a list holds
---@param conditions synovia.term[]
---@return synovia.term
function any(conditions) end

---true where every one of a list holds
---@param conditions synovia.term[]
---@return synovia.term
function all(conditions) end

---true where not one of a list holds
---@param conditions synovia.term[]
---@return synovia.term
function none_of(conditions) end

---true where at least so many of a list hold
---@param count integer
---@param conditions synovia.term[]
---@return synovia.term
function at_least(count, conditions) end

---there is no such value
---@type synovia.special
none = {}

---who the protocol is for
---@param id string
---@return fun(declaration: synovia.scope)
function scope(id) end

---it must not be performed
---@param id string
---@return fun(declaration: synovia.contraindication)
function contraindication(id) end

---a professional must see the person first
---@param id string
---@return fun(declaration: synovia.red_flag)
function red_flag(id) end

---what must hold now
---@param id string
---@return fun(declaration: synovia.precondition)
function precondition(id) end

---advice that changes no outcome
---@param id string
---@return fun(declaration: synovia.advisory)
function advisory(id) end

---what stops a session
---@param id string
---@return fun(declaration: synovia.halt)
function halt(id) end

---an answer that the protocol owes
---@param id string
---@return fun(declaration: synovia.result): synovia.term
function result(id) end

---steps that a cleared person is guided by
---@param id string
---@return fun(declaration: synovia.technique)
function technique(id) end

---one step of a technique
---@param id string
---@return fun(declaration: synovia.step): synovia.place
function step(id) end

---steps of a technique that are repeated
---@param id string
---@return fun(declaration: synovia.loop): synovia.place
function loop(id) end

---a text that explains
---@param id string
---@return fun(declaration: synovia.education)
function education(id) end

---a span of time
---@param count number
---@return synovia.duration
function seconds(count) end

---a span of time
---@param count number
---@return synovia.duration
function minutes(count) end

---a span of time
---@param count number
---@return synovia.duration
function hours(count) end

---a function that derive functions may call
---@param body function
---@return function
function helper(body) end

---runs another file and gives what it returns
---@param name string
---@return any
function include(name) end

---the functions of a plug-in
---@param name string
---@return any
function use(name) end

---what is known of a person (in tests)
---@param list table
---@return synovia.facts
function facts(list) end

---not asked yet (in tests)
---@type synovia.special
absent = {}

---asked, and the person cannot say (in tests)
---@type synovia.special
unanswerable = {}

---one example and what is expected of it (in tests)
---@param id string
---@return fun(declaration: synovia.test)
function test(id) end

---several examples that differ in a few facts (in tests)
---@param id string
---@return fun(declaration: synovia.cases)
function cases(id) end

---examples from a table or lines of JSON (in tests)
---@param name string
function cases_from(name) end

---a session and what is expected of it (in tests)
---@param id string
---@return fun(declaration: synovia.walk)
function walk(id) end

---what holds for every input (in tests)
---@param id string
---@return fun(declaration: synovia.always)
function always(id) end

/*
 * Calendar dates as day numbers: proleptic Gregorian, day 0 is 1970-01-01, no time zones.
 *
 * Source of the day-number formula: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
#ifndef SYNOVIA_BASE_DATE_H
#define SYNOVIA_BASE_DATE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct civil_date {
    int year;  /* 1 to 9999 */
    int month; /* 1 to 12 */
    int day;   /* 1 to the month's last */
};

enum { DATE_TEXT_SIZE = 11 }; /* "YYYY-MM-DD" and a zero */

/* Reads exactly "YYYY-MM-DD" of a day that exists, years 0001 to 9999. False: `day` is unchanged.
 */
bool date_parse(struct text text, int32_t *day);

/* Writes "YYYY-MM-DD" and a zero byte. */
void date_format(int32_t day, char out[DATE_TEXT_SIZE]);

struct civil_date date_civil(int32_t day);
int32_t date_day(struct civil_date civil);

/* The UTC day of a POSIX time in seconds. */
int32_t date_of_unix_time(int64_t seconds);

/*
 * Completed units from `from` to `to`: a unit is completed on the same day of the month (29
 * February completes a year on 1 March of a common year, and the 31st a month on the 1st after a
 * shorter month). Negative where `to` is before `from`, with the mirrored meaning.
 */
int32_t date_completed_months(int32_t from, int32_t to);
int32_t date_completed_years(int32_t from, int32_t to);
int32_t date_completed_weeks(int32_t from, int32_t to);

#endif

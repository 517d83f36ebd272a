/** What has been measured, for people: tables, charts and raw data. */
@NullMarked
package dev.bowline.benchmarks.report;

import org.jspecify.annotations.NullMarked;

package dev.dbmigrate.benchmarks.measure;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Tells who waits what is being done; on standard error, so that standard output holds the report and nothing else. */
final class Progress {

    private Progress() {}

    static void say(String what) {
        System.err.println(
                LocalTime.now(java.time.ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }
}

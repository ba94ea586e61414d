package dev.dbmigrate.processor;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What is needed to report a fault of the processor itself. */
final class Faults {

    private Faults() {}

    static String describe(Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        return trace.toString().strip();
    }
}

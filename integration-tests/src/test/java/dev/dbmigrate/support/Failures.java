package dev.dbmigrate.support;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What is seen of a failure. */
public final class Failures {

    private Failures() {}

    /** The failure as {@code mvn -e} and a logger print it, with its causes and what was suppressed. */
    public static String everything(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}

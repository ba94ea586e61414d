package dev.dbmigrate.processor.source;

import javax.tools.Diagnostic.Kind;

/** An expression in a migration's code, at which the compiler can print a message. Valid for one round. */
public interface Spot {

    /** Where it begins. */
    Position position();

    /** Prints a message of the compiler there. */
    void print(Kind kind, String message);
}

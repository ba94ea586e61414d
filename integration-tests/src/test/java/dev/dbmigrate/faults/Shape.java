package dev.dbmigrate.faults;

import java.util.List;

/** What a migration of the workload is made of; the effects are counters, named after the migration and the step. */
enum Shape {
    /** One transaction. */
    ATOMIC(true, List.of("one", "two")),
    /** Several steps, each of which commits with its record. */
    STATEMENTS(false, List.of("one", "two")),
    /** Named steps that must not be run twice. */
    STEP(false, List.of("one", "two")),
    /** A named step that may be run twice. */
    IDEMPOTENT(false, List.of("set")),
    /** What no transaction can hold: a concurrent index, a schema statement, a key family. */
    BUILD(false, List.of("one")),
    /** The client itself, outside of any step. */
    RAW(false, List.of("one", "two"));

    private final boolean transactional;
    private final List<String> steps;

    Shape(boolean transactional, List<String> steps) {
        this.transactional = transactional;
        this.steps = steps;
    }

    boolean transactional() {
        return transactional;
    }

    /** The names of the effects, in the order in which the way up makes them. */
    List<String> steps() {
        return steps;
    }

    /** Whether an effect may happen more than once by right: then only its end counts. */
    boolean repeatable() {
        return this == IDEMPOTENT;
    }
}

package dev.dbmigrate.runtime.simulation;

import static dev.dbmigrate.runtime.simulation.Scenario.Operation.APPLY;
import static dev.dbmigrate.runtime.simulation.Scenario.Operation.ROLLBACK_LAST;
import static dev.dbmigrate.runtime.simulation.Statement.Kind.ATOMIC;
import static dev.dbmigrate.runtime.simulation.Statement.Kind.IDEMPOTENT;
import static dev.dbmigrate.runtime.simulation.Statement.Kind.READABLE;
import static dev.dbmigrate.runtime.simulation.Statement.Kind.UNKNOWN;

import java.util.List;

/** Every kind of migration, up and down, with one, two and three runners. */
final class Scenarios {

    private static final List<String> HOME = List.of("home");
    private static final List<String> OTHER = List.of("other");
    private static final List<String> BOTH = List.of("home", "other");

    private Scenarios() {}

    /** One migration each, for the search that leaves no schedule out. */
    static List<Scenario> small() {
        return List.of(
                new Scenario("one atomic at home")
                        .migration("001", true, HOME, ATOMIC)
                        .process(APPLY),
                new Scenario("one atomic elsewhere")
                        .migration("001", true, OTHER, ATOMIC)
                        .process(APPLY),
                new Scenario("one in steps at home")
                        .migration("001", false, HOME, READABLE, UNKNOWN)
                        .process(APPLY),
                new Scenario("one in steps elsewhere, up and down")
                        .migration("001", false, OTHER, READABLE)
                        .process(APPLY, ROLLBACK_LAST));
    }

    static List<Scenario> all() {
        return List.of(
                new Scenario("atomic at home, two runners")
                        .migration("001", true, HOME, ATOMIC, ATOMIC)
                        .migration("002", true, HOME, ATOMIC)
                        .process(APPLY)
                        .process(APPLY),
                new Scenario("atomic elsewhere, two runners")
                        .migration("001", true, OTHER, ATOMIC)
                        .migration("002", true, OTHER, ATOMIC)
                        .process(APPLY)
                        .process(APPLY),
                new Scenario("steps at home, two runners")
                        .migration("001", false, HOME, ATOMIC, UNKNOWN, READABLE, IDEMPOTENT)
                        .process(APPLY)
                        .process(APPLY),
                new Scenario("steps elsewhere, two runners")
                        .migration("001", false, OTHER, READABLE, UNKNOWN, ATOMIC)
                        .process(APPLY)
                        .process(APPLY),
                new Scenario("several databases at once, two runners")
                        .migration("001", true, BOTH, ATOMIC)
                        .migration("002", false, OTHER, READABLE, ATOMIC)
                        .migration("003", true, HOME, ATOMIC)
                        .process(APPLY)
                        .process(APPLY),
                new Scenario("up and down, atomic elsewhere")
                        .migration("001", true, OTHER, ATOMIC)
                        .process(APPLY, ROLLBACK_LAST, APPLY),
                new Scenario("up and down, atomic at home, two runners")
                        .migration("001", true, HOME, ATOMIC)
                        .process(APPLY, ROLLBACK_LAST)
                        .process(APPLY, ROLLBACK_LAST),
                new Scenario("up and down, steps at home")
                        .migration("001", false, HOME, READABLE, ATOMIC)
                        .process(APPLY, ROLLBACK_LAST, APPLY)
                        .process(APPLY),
                new Scenario("up and down, steps elsewhere, two runners")
                        .migration("001", false, OTHER, READABLE, UNKNOWN)
                        .process(APPLY, ROLLBACK_LAST)
                        .process(ROLLBACK_LAST, APPLY),
                new Scenario("everything, three runners")
                        .migration("001", true, HOME, ATOMIC)
                        .migration("002", false, BOTH, ATOMIC, READABLE)
                        .migration("003", true, OTHER, ATOMIC)
                        .process(APPLY)
                        .process(APPLY, ROLLBACK_LAST)
                        .process(APPLY));
    }
}

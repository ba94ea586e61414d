package dev.dbmigrate.processor.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method, or of a constructor, in a migration's code, as it is written. Types are known by their simple names,
 * since code is not attributed while processors run.
 *
 * @param name the method's name; {@code new Document} for a constructor
 * @param target the call on whose result it is made: in {@code db.client().del("k")} that of {@code client}. Also through a
 *     local variable that is set once.
 * @param root the variable or class at the beginning of the chain, {@code db}; empty if there is none
 * @param rootType the simple name of that variable's declared type, {@code PostgresContext}, without type arguments; of a
 *     class, its name; empty if it is not written ({@code var})
 * @param arguments its arguments
 * @param half the way that the code goes in which it stands
 * @param method the name of the method in which it stands
 * @param inLoop whether it stands in a loop, or in a lambda that may be called more than once
 * @param spot its place
 */
public record Call(
        String name,
        @Nullable Call target,
        String root,
        String rootType,
        List<Argument> arguments,
        Half half,
        String method,
        boolean inLoop,
        Spot spot) {

    public Call {
        arguments = List.copyOf(arguments);
    }

    /** The innermost call of its chain; itself if there is no other. */
    public Call first() {
        Call at = this;
        for (Call before = target; before != null; before = before.target()) {
            at = before;
        }
        return at;
    }

    /** Whether this, or a call on whose result it is made, has a name. */
    public boolean isOn(String method) {
        for (Call at = this; at != null; at = at.target()) {
            if (at.name().equals(method)) {
                return true;
            }
        }
        return false;
    }
}

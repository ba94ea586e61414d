package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of an exception and all that hangs on it: causes, suppressed and following exceptions. A driver puts the
 * URL it was given into its message, and {@code mvn -e} and every logger print the causes. For one use by one thread.
 */
final class ThrowableRedaction {

    private final UnaryOperator<String> words;

    /** Null while its copy is being made: what refers back to itself is cut there. */
    private final IdentityHashMap<Throwable, @Nullable Throwable> copies = new IdentityHashMap<>();

    ThrowableRedaction(UnaryOperator<String> words) {
        this.words = words;
    }

    /** The throwable itself if it tells no secret, else a copy that tells none. */
    Throwable of(Throwable throwable) {
        if (!tells(throwable, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return throwable;
        }
        Throwable copy = copy(throwable);
        return copy == null ? throwable : copy;
    }

    private boolean tells(@Nullable Throwable throwable, Set<Throwable> seen) {
        if (throwable == null || !seen.add(throwable)) {
            return false;
        }
        if (isChanged(throwable.toString()) || isChanged(String.valueOf(throwable.getMessage()))) {
            return true;
        }
        for (Throwable suppressed : throwable.getSuppressed()) {
            if (tells(suppressed, seen)) {
                return true;
            }
        }
        return tells(throwable.getCause(), seen)
                || (throwable instanceof SQLException sql && tells(sql.getNextException(), seen));
    }

    private boolean isChanged(String text) {
        return !words.apply(text).equals(text);
    }

    private @Nullable Throwable copy(@Nullable Throwable original) {
        if (original == null || copies.containsKey(original)) {
            return original == null ? null : copies.get(original);
        }
        copies.put(original, null);
        Throwable copy = sameKind(original, copy(original.getCause()));
        copy.setStackTrace(original.getStackTrace());
        copies.put(original, copy);
        for (Throwable suppressed : original.getSuppressed()) {
            Throwable without = copy(suppressed);
            if (without != null && without != copy) {
                copy.addSuppressed(without);
            }
        }
        return copy;
    }

    private Throwable sameKind(Throwable original, @Nullable Throwable cause) {
        String message = words.apply(String.valueOf(original.getMessage()));
        if (original instanceof DbMigrateException known) {
            return new DbMigrateException(
                    known.diagnostic(),
                    words.apply(known.text()),
                    cause,
                    known.result().orElse(null));
        }
        String text = words.apply(original.toString());
        if (original instanceof SQLException sql) {
            RedactedSqlException copy = new RedactedSqlException(text, message, sql);
            if (copy(sql.getNextException()) instanceof SQLException next) {
                copy.setNextException(next);
            }
            return caused(copy, cause);
        }
        return caused(new RedactedException(text, message), cause);
    }

    private static Throwable caused(Throwable copy, @Nullable Throwable cause) {
        if (cause != null) {
            copy.initCause(cause);
        }
        return copy;
    }
}

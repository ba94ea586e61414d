package dev.dbmigrate.redis.internal;

import dev.dbmigrate.redis.KeyFamily;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Counts what became of the keys of a family. Values never get in here, only names and reasons. */
final class KeyTally {

    private static final int LISTED = 50;

    private final String what;
    private final List<String> problems = new ArrayList<>();
    private long changed;
    private long unchanged;
    private long unreadable;
    private long conflicts;

    KeyTally(String what) {
        this.what = what;
    }

    void changed() {
        changed++;
    }

    void unchanged() {
        unchanged++;
    }

    void unreadable(byte[] key, String why) {
        unreadable++;
        list(key, why);
    }

    void conflict(byte[] key, byte[] newKey) {
        conflicts++;
        list(key, new String(newKey, StandardCharsets.UTF_8) + " exists already with another value");
    }

    private void list(byte[] key, String why) {
        if (problems.size() < LISTED) {
            problems.add(new String(key, StandardCharsets.UTF_8) + ": " + why);
        }
    }

    /** Ends the walk: keys that were left make it fail, unless they are to be reported only. */
    void close(boolean reportOnly, Logger log) {
        long left = unreadable + conflicts;
        if (left == 0) {
            return;
        }
        String more = left > problems.size() ? "\n  and " + (left - problems.size()) + " more" : "";
        String text = what + ": " + changed + " keys were changed, " + left + " were left as they are (" + unreadable
                + " unreadable, " + conflicts + " with a new key that exists already):\n  "
                + String.join("\n  ", problems) + more;
        if (!reportOnly) {
            throw new DbMigrateException(
                    Diagnostic.MIGRATION_FAILED,
                    text
                            + "\nMend or delete these keys and run it again: it goes on with what is left. Or keep them, with"
                            + " keys(…).reportOnly().");
        }
        log.warn(text);
    }

    KeyFamily.Outcome outcome(boolean skipped) {
        return new KeyFamily.Outcome(changed, unchanged, unreadable, conflicts, problems, skipped);
    }
}

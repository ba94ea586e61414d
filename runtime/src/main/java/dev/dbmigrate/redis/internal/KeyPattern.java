package dev.dbmigrate.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Patterns of key families. */
final class KeyPattern {

    private static final byte[] OWN = Keys.PREFIX.getBytes(StandardCharsets.UTF_8);

    private KeyPattern() {}

    /** Whether a key is dbmigrate's own. */
    static boolean isOwn(byte[] key) {
        return startsWith(key, OWN);
    }

    /**
     * From an old name to a new one, byte by byte, for keys need not be text.
     *
     * @throws IllegalArgumentException if the patterns do not describe one
     */
    static Renaming renaming(String from, String to) {
        Parts old = parts(from);
        Parts renamed = parts(to);
        if (startsWith(renamed.prefix(), old.prefix()) && endsWith(renamed.suffix(), old.suffix())) {
            throw new IllegalArgumentException("the new names " + to + " match the old pattern " + from
                    + ", so that renamed keys would be renamed again. Choose a name that does not, such as user_state_v2:*"
                    + " for user_state:*");
        }
        return new Renaming(old, renamed);
    }

    private static Parts parts(String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0 || pattern.indexOf('*', star + 1) >= 0 || pattern.matches(".*[?\\[\\]\\\\].*")) {
            throw new IllegalArgumentException("'" + pattern
                    + "' must have exactly one * and no other special character, as in user_state:*, so that old and new"
                    + " names correspond");
        }
        return new Parts(
                pattern.substring(0, star).getBytes(StandardCharsets.UTF_8),
                pattern.substring(star + 1).getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("ArrayRecordComponent") // the two halves of a pattern; never compared, never printed
    record Parts(byte[] prefix, byte[] suffix) {}

    /** Old names to new ones. */
    record Renaming(Parts from, Parts to) {

        byte[] apply(byte[] key) {
            byte[] middle = Arrays.copyOfRange(key, from.prefix().length, key.length - from.suffix().length);
            byte[] result = Arrays.copyOf(to.prefix(), to.prefix().length + middle.length + to.suffix().length);
            System.arraycopy(middle, 0, result, to.prefix().length, middle.length);
            System.arraycopy(to.suffix(), 0, result, to.prefix().length + middle.length, to.suffix().length);
            return result;
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean endsWith(byte[] bytes, byte[] suffix) {
        return bytes.length >= suffix.length
                && Arrays.equals(bytes, bytes.length - suffix.length, bytes.length, suffix, 0, suffix.length);
    }
}

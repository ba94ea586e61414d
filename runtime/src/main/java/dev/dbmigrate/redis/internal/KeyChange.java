package dev.dbmigrate.redis.internal;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is done with each key of a family. */
sealed interface KeyChange {

    /** The new name, or null if the key keeps its own. */
    default byte @Nullable [] newKey(byte[] key) {
        return null;
    }

    /** Makes the new value, or null if the value is not looked at. */
    default @Nullable UnaryOperator<String> transformation() {
        return null;
    }

    /** New name and new value. */
    record Move(KeyPattern.Renaming renaming, UnaryOperator<String> transformation) implements KeyChange {
        @Override
        public byte[] newKey(byte[] key) {
            return renaming.apply(key);
        }
    }

    /** New name, same value, any type. */
    record Rename(KeyPattern.Renaming renaming) implements KeyChange {
        @Override
        public byte[] newKey(byte[] key) {
            return renaming.apply(key);
        }
    }

    /** Same name, new value. */
    record Rewrite(UnaryOperator<String> transformation) implements KeyChange {}

    /** Gone. */
    record Delete() implements KeyChange {}
}

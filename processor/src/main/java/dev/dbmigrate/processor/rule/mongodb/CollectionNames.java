package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.SourceText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On which collection a driver call is made. */
final class CollectionNames {

    private CollectionNames() {}

    /** Whether a call is made on a collection, by {@code getCollection} or a variable of its type. */
    static boolean isOnCollection(Call call) {
        return (call.target() != null && call.target().isOn("getCollection"))
                || call.rootType().equals("MongoCollection");
    }

    /** The name of the collection on which a call is made, if it is known. */
    static Optional<String> of(@Nullable Call call) {
        for (Call at = call; at != null; at = at.target()) {
            if (at.name().equals("getCollection")) {
                return first(at);
            }
        }
        return Optional.empty();
    }

    /** The first argument of a call, if it is a known text. */
    static Optional<String> first(Call call) {
        return text(call, 0);
    }

    /** An argument of a call, if it is a known text. */
    static Optional<String> text(Call call, int index) {
        if (index >= call.arguments().size()) {
            return Optional.empty();
        }
        Argument argument = call.arguments().get(index);
        SourceText text = argument.text();
        // new BsonString("users")
        return text != null
                ? Optional.of(text.value())
                : Optional.ofNullable(argument.call())
                        .filter(each -> each.name().equals("new BsonString"))
                        .flatMap(CollectionNames::first);
    }

    /** A name for a message. */
    static String display(Optional<String> name) {
        return name.map(each -> "\"" + each + "\"").orElse("the collection");
    }
}

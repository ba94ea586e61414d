package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.SourceText;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which filters find every document. */
final class Filters {

    private static final Set<String> DOCUMENTS = Set.of("new Document", "new BsonDocument", "new BasicDBObject");
    private static final Set<String> CHANGES =
            Set.of("append", "put", "putAll", "putIfAbsent", "computeIfAbsent", "compute", "merge");
    private static final Pattern SESSION = Pattern.compile("(?i).*session.*");
    private static final Pattern EMPTY = Pattern.compile("\\s*\\{\\s*}\\s*");

    private Filters() {}

    /** The place of a write's filter among its arguments: behind the session, if there is one. */
    static int index(Call write) {
        return write.arguments().isEmpty() || !isSession(write.arguments().get(0)) ? 0 : 1;
    }

    /** Whether an argument is a session. */
    static boolean isSession(Argument argument) {
        Call call = argument.call();
        return call != null
                ? call.isOn("session")
                : SESSION.matcher(argument.source()).matches();
    }

    /** Whether a filter is empty, and stays so. */
    static boolean isEmpty(Argument filter, List<Call> calls) {
        Call call = filter.call();
        return call != null
                && isEmpty(call)
                && calls.stream().noneMatch(each -> call.equals(each.target()) && CHANGES.contains(each.name()));
    }

    private static boolean isEmpty(Call call) {
        List<Argument> arguments = call.arguments();
        if (call.name().equals("empty")) {
            return arguments.isEmpty()
                    && (call.root().endsWith("Filters") || call.root().isEmpty());
        }
        if (DOCUMENTS.contains(call.name())) {
            return arguments.isEmpty()
                    || (arguments.size() == 1 && isEmptyMap(arguments.get(0).call()));
        }
        if (call.name().equals("parse") && arguments.size() == 1) {
            SourceText json = arguments.get(0).text();
            return json != null && EMPTY.matcher(json.value()).matches();
        }
        return false;
    }

    private static boolean isEmptyMap(@Nullable Call call) {
        return call != null
                && call.name().equals("of")
                && call.root().equals("Map")
                && call.arguments().isEmpty();
    }
}

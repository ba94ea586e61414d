package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who takes the session of the transaction gives it to every write. Who asks whether there is one may do without. */
final class SessionRule {

    private static final Set<String> WRITES = Set.of(
            "insertOne",
            "insertMany",
            "updateOne",
            "updateMany",
            "replaceOne",
            "deleteOne",
            "deleteMany",
            "bulkWrite",
            "findOneAndUpdate",
            "findOneAndReplace",
            "findOneAndDelete");
    private static final Set<String> DEMANDS = Set.of("orElseThrow", "get");

    private SessionRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        List<Call> calls = migration.code().calls();
        if (!migration.migration().transactional() || calls.stream().anyMatch(SessionRule::asks)) {
            return;
        }
        for (Call call : calls) {
            if (!WRITES.contains(call.name())
                    || call.arguments().isEmpty()
                    || !CollectionNames.isOnCollection(call)
                    || !isOther(call.arguments().get(0))) {
                continue;
            }
            calls.stream()
                    .filter(each -> demands(each) && each.half() == call.half())
                    .findFirst()
                    .ifPresent(session -> findings.add(migration.finding(
                            MongoDiagnostic.WITHOUT_SESSION,
                            call.spot(),
                            call.name(),
                            call.name(),
                            "db.session().orElseThrow()")));
        }
    }

    private static boolean demands(Call call) {
        Call target = call.target();
        return DEMANDS.contains(call.name()) && target != null && target.name().equals("session");
    }

    private static boolean asks(Call call) {
        Call target = call.target();
        return !DEMANDS.contains(call.name()) && target != null && target.name().equals("session");
    }

    /** Whether an argument is surely no session: a variable may be one. */
    private static boolean isOther(Argument argument) {
        Call call = argument.call();
        return call != null
                && !Filters.isSession(argument)
                && !call.name().toLowerCase(Locale.ROOT).contains("session");
    }
}

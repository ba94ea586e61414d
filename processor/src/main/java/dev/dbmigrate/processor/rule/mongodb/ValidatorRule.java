package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Half;
import dev.dbmigrate.processor.source.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A validator comes after the documents have been made to fit it. */
final class ValidatorRule {

    private static final Set<String> BACKFILLS = Set.of(
            "updateMany",
            "updateOne",
            "updateEach",
            "bulkWrite",
            "replaceOne",
            "findOneAndUpdate",
            "findOneAndReplace",
            "deleteMany");
    private static final Pattern JSON =
            Pattern.compile("(?s)\\{\\s*['\"]?collMod['\"]?\\s*:\\s*['\"]([^'\"]+)['\"].*\\bvalidator\\b.*");
    private static final Pattern MILD = Pattern.compile(
            "(?s).*(?:validationLevel['\"]?\\s*:\\s*['\"](?:moderate|off)|validationAction['\"]?\\s*:\\s*['\"]warn).*");

    private ValidatorRule() {}

    /** A validator that refuses what does not fit, for a collection or for one that is not known. */
    private record Validator(Optional<String> collection) {}

    static void check(MigrationCode migration, ModuleCode module, NewCollections created, List<Finding> findings) {
        List<Call> calls = migration.code().calls();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            Optional<Validator> validator = call.half() == Half.UP ? validator(call) : Optional.empty();
            if (validator.isEmpty() || created.contains(validator.get().collection())) {
                continue;
            }
            Optional<String> collection = validator.get().collection();
            boolean before = backfills(calls.subList(0, i), collection);
            boolean after = backfills(calls.subList(i + 1, calls.size()), collection);
            if (after || !(before || isBackfilledElsewhere(migration.migration(), module, collection))) {
                findings.add(migration.finding(
                        MongoDiagnostic.VALIDATOR_BEFORE_BACKFILL,
                        call.spot(),
                        CollectionNames.display(collection),
                        after ? "the backfill comes after it" : "nothing that comes before it makes them fit"));
            }
        }
    }

    private static Optional<Validator> validator(Call call) {
        if (!call.name().equals("runCommand")) {
            return Optional.empty();
        }
        for (Argument argument : call.arguments()) {
            Call command = argument.call();
            if (command == null) {
                continue;
            }
            SourceText json =
                    command.name().equals("parse") && command.arguments().size() == 1
                            ? command.arguments().get(0).text()
                            : null;
            if (json != null) {
                Matcher read = JSON.matcher(json.value());
                return read.find() && !MILD.matcher(json.value()).matches()
                        ? Optional.of(new Validator(Optional.of(read.group(1))))
                        : Optional.empty();
            }
            Call first = command.first();
            if (CollectionNames.first(first).filter("collMod"::equals).isPresent()
                    && has(command, "validator", "")
                    && !has(command, "validationLevel", "moderate")
                    && !has(command, "validationLevel", "off")
                    && !has(command, "validationAction", "warn")) {
                return Optional.of(new Validator(CollectionNames.text(first, 1)));
            }
        }
        return Optional.empty();
    }

    /** Whether a document is built with a field; with a value, unless that is empty. */
    private static boolean has(Call document, String field, String value) {
        for (Call at = document; at != null; at = at.target()) {
            if (CollectionNames.first(at).filter(field::equals).isPresent()
                    && (value.isEmpty()
                            || CollectionNames.text(at, 1).filter(value::equals).isPresent())) {
                return true;
            }
        }
        return false;
    }

    private static boolean backfills(List<Call> calls, Optional<String> collection) {
        return calls.stream().anyMatch(call -> call.half() == Half.UP && backfills(call, collection));
    }

    private static boolean backfills(Call call, Optional<String> collection) {
        if (!BACKFILLS.contains(call.name()) || call.arguments().isEmpty()) {
            return false;
        }
        Optional<String> of = CollectionNames.of(
                call.name().equals("updateEach") ? call.arguments().get(0).call() : call);
        return of.isEmpty() || collection.isEmpty() || of.equals(collection);
    }

    /** In a migration that this one depends on; one whose code cannot be seen may have done it. */
    private static boolean isBackfilledElsewhere(
            MigrationDeclaration migration, ModuleCode module, Optional<String> collection) {
        return migration.phase() == Phase.CONTRACT
                || module.all().allDependencies(migration).stream()
                        .anyMatch(dependency -> module.migrations().stream()
                                .filter(each -> each.migration().className().equals(dependency.className()))
                                .findFirst()
                                .map(each -> backfills(each.code().calls(), collection))
                                .orElse(true));
    }
}

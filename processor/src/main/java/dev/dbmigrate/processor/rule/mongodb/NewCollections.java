package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Half;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The collections that no running application has filled: those that a migration creates itself, and those that another one
 * creates which no lock file calls released.
 */
final class NewCollections {

    private final Set<String> names = new HashSet<>();
    private boolean anyUnknown;

    private NewCollections() {}

    static NewCollections of(MigrationCode migration, ModuleCode module) {
        NewCollections created = new NewCollections();
        created.read(migration.code().calls());
        if (module.released().isKnown() && !module.released().contains(migration.id())) {
            for (MigrationCode other : module.migrations()) {
                if (other.changes("mongodb") && !module.released().contains(other.id())) {
                    other.code().calls().forEach(created::addNamed);
                }
            }
        }
        return created;
    }

    private void read(List<Call> calls) {
        for (Call call : calls) {
            addNamed(call);
            anyUnknown |= isCreation(call) && name(call).isEmpty();
        }
    }

    private void addNamed(Call call) {
        if (isCreation(call)) {
            name(call).ifPresent(names::add);
        }
    }

    private static boolean isCreation(Call call) {
        return call.name().equals("createCollection") && call.half() == Half.UP;
    }

    /** The name, which stands behind the session if there is one. */
    private static Optional<String> name(Call creation) {
        return CollectionNames.first(creation).or(() -> CollectionNames.text(creation, 1));
    }

    /** Whether a collection is new, or may be: what is not known is not judged. */
    boolean contains(Optional<String> name) {
        return anyUnknown || name.filter(names::contains).isPresent();
    }
}

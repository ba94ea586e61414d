package dev.dbmigrate.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.Document;

/** MongoDB's wire protocol in a lane. */
final class MongoStore extends FaultStore {

    private static final byte[] CHANGE = "findAndModify".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TARGET_RECORDS = "dbmigrate_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HISTORY_RECORDS = "migration_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPDATE = "update\0".getBytes(StandardCharsets.US_ASCII);

    MongoStore(Path directory) throws IOException {
        super(ServerKind.MONGODB, directory);
        // makes the driver quiet before its first line
        adapter();
    }

    private static <T> T on(TargetConfig target, Function<MongoCollection<Document>, T> work) {
        try (MongoClient client = MongoClients.create(target.url())) {
            String database = target.options().get("database");
            return work.apply(
                    client.getDatabase(database == null ? "app" : database).getCollection("effects"));
        }
    }

    /** The embedded server cannot end a session, so a plain write that is late arrives: docs/guides/mongodb.md says so. */
    @Override
    boolean allows(Fault.Harm harm, Fault.When when) {
        return when == Fault.When.COMMIT || (harm != Fault.Harm.LATE && harm != Fault.Harm.LATE_AND_KILL);
    }

    @Override
    void prepare(TargetConfig target, Workload workload) {
        // the first write makes the collection
    }

    @Override
    Map<String, Effect> effects(TargetConfig target) {
        Map<String, Effect> effects = new LinkedHashMap<>();
        on(target, all -> all.find().into(new java.util.ArrayList<>()))
                .forEach(one -> effects.put(
                        one.getString("_id"), new Effect(one.getInteger("ups", 0), one.getInteger("downs", 0))));
        return effects;
    }

    @Override
    void byHand(TargetConfig target, String key, boolean up) {
        on(
                target,
                all -> all.updateOne(Filters.eq("_id", key), MongoBody.change(up), new UpdateOptions().upsert(true)));
    }

    @Override
    Predicate<byte[]> commits() {
        return message -> (contains(message, CHANGE) || contains(message, UPDATE))
                && (contains(message, TARGET_RECORDS) || contains(message, HISTORY_RECORDS));
    }

    @Override
    List<String> leftovers(TargetConfig target, Workload workload) {
        return List.of();
    }
}

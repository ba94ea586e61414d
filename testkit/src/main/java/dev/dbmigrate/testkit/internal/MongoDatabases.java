package dev.dbmigrate.testkit.internal;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.dbmigrate.runtime.TargetConfig;
import java.util.HashMap;
import java.util.Map;

/** Names MongoDB databases; the server makes one at the first write. */
final class MongoDatabases {

    private MongoDatabases() {}

    static FreshDatabase create(TargetConfig server, String name) {
        String database = FreshDatabases.freshName();
        Map<String, String> options = new HashMap<>(server.options());
        options.put("database", database);
        TargetConfig target =
                new TargetConfig(name, server.kind(), server.url(), server.user(), server.password(), options);
        return new FreshDatabase(target, () -> drop(server, database));
    }

    private static void drop(TargetConfig server, String database) {
        try (MongoClient client = MongoClients.create(server.url())) {
            client.getDatabase(database).drop();
        }
    }
}

package dev.dbmigrate.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.runtime.MigrationContext;
import java.util.Optional;

/** What a MongoDB migration gets. */
public interface MongoContext extends MigrationContext {

    /** The database on which the migration runs. */
    MongoDatabase database();

    /**
     * The session whose transaction holds the migration and its marker, to be given to each call; empty where the
     * deployment has no transactions or the migration is declared {@code transactional = false}.
     */
    Optional<ClientSession> session();
}

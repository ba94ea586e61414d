package dev.dbmigrate.neo4j;

import dev.dbmigrate.runtime.MigrationContext;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;

/**
 * What a Neo4j migration gets. Schema and data statements may stand in one migration: they are kept in separate, journaled
 * transactions.
 */
public interface Neo4jContext extends MigrationContext {

    /**
     * Runs a statement.
     *
     * @param cypher the statement
     * @return the records that it returned; empty for a statement that an earlier, interrupted try has done
     */
    List<Record> run(String cypher);

    /**
     * Runs a statement with parameters.
     *
     * @param cypher the statement, with {@code $name} for each parameter
     * @param parameters the parameters
     * @return the records that it returned; empty for a statement that an earlier, interrupted try has done
     */
    List<Record> run(String cypher, Map<String, Object> parameters);

    /** The driver; what is done through it is outside the migration's transactions and its journal. */
    Driver driver();
}

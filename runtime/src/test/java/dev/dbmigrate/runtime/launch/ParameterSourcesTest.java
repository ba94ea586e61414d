package dev.dbmigrate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.DbMigrateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterSourcesTest {

    @TempDir
    Path directory;

    private final Map<String, String> commandLine = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> pom = new HashMap<>();
    private final Map<String, String> pomProperties = new HashMap<>();

    @Test
    void theCommandLineIsStrongerThanTheEnvironmentThanThePomThanTheFile() throws Exception {
        Files.writeString(directory.resolve("dbmigrate.properties"), """
                dbmigrate.postgres.url=file
                dbmigrate.postgres.user=file
                dbmigrate.postgres.password=file
                dbmigrate.redis.url=file
                dbmigrate.neo4j.url=file
                """);
        for (Map<String, String> source : java.util.List.of(commandLine, pom, pomProperties)) {
            source.put("dbmigrate.postgres.url", source == commandLine ? "-D" : source == pom ? "pom" : "property");
        }
        environment.put("DBMIGRATE_POSTGRES_URL", "env");
        environment.put("DBMIGRATE_POSTGRES_USER", "env");
        pom.put("dbmigrate.postgres.user", "pom");
        pom.put("dbmigrate.postgres.password", "pom");
        pomProperties.put("dbmigrate.postgres.password", "property");
        pomProperties.put("dbmigrate.redis.url", "property");

        assertThat(sources().merge().values())
                .containsEntry("dbmigrate.postgres.url", "-D")
                .containsEntry("dbmigrate.postgres.user", "env")
                .containsEntry("dbmigrate.postgres.password", "pom")
                .containsEntry("dbmigrate.redis.url", "property")
                .containsEntry("dbmigrate.neo4j.url", "file");
    }

    @Test
    void namedDatabasesAndCamelCaseComeFromTheEnvironmentToo() {
        pom.put("dbmigrate.databases.orders-eu.kind", "postgres");
        environment.put("DBMIGRATE_DATABASES_ORDERS_EU_URL", "jdbc:postgresql://eu/orders");
        environment.put("DBMIGRATE_DATABASES_BILLING_SERVER_ID", "billing");
        environment.put("DBMIGRATE_DRY_RUN", "true");
        environment.put("DBMIGRATE_OUTPUTFILE", "out.json");

        assertThat(sources().merge().values())
                .containsEntry("dbmigrate.databases.orders-eu.url", "jdbc:postgresql://eu/orders")
                .containsEntry("dbmigrate.databases.billing.serverId", "billing")
                .containsEntry("dbmigrate.dryRun", "true")
                .containsEntry("dbmigrate.outputFile", "out.json");
    }

    @Test
    void anUnknownNameIsAnErrorWithTheNearestOne() {
        commandLine.put("dbmigrate.postgres.urll", "x");
        commandLine.put("dbmigrate.dryrun", "true");

        assertThatThrownBy(() -> sources().merge())
                .isInstanceOf(DbMigrateException.class)
                .hasMessageContaining("[DBM-R001]")
                .hasMessageContaining(
                        "-Ddbmigrate.postgres.urll on the command line; did you mean dbmigrate.postgres.url?")
                .hasMessageContaining("-Ddbmigrate.dryrun on the command line; did you mean dbmigrate.dryRun?");
    }

    @Test
    void anUnknownNameInTheFileNamesTheFile() throws Exception {
        Files.writeString(directory.resolve("dbmigrate.properties"), "dbmigrate.databases.orders.pasword=x\n");

        assertThatThrownBy(() -> sources().merge())
                .hasMessageContaining("dbmigrate.properties; did you mean dbmigrate.databases.orders.password?")
                .hasMessageNotContaining("=x");
    }

    @Test
    void aPomMayHavePropertiesOfItsOwnButNotMistypedOnes() {
        pomProperties.put("dbmigrate.version", "0.1.0");
        pomProperties.put("dbmigrate.our-own-thing", "x");
        assertThat(sources().merge().values()).isEmpty();

        pomProperties.put("dbmigrate.embeded", "true");
        assertThatThrownBy(() -> sources().merge()).hasMessageContaining("did you mean dbmigrate.embedded?");
    }

    @Test
    void aMistypedVariableIsAWarning() {
        environment.put("DBMIGRATE_POSTGRES_ULR", "secret-url");
        environment.put("DBMIGRATE_TEST_MONGODB_URL", "x");
        environment.put("DBMIGRATE_SOMETHING_QUITE_DIFFERENT", "x");

        assertThat(sources().merge().warnings())
                .containsExactly(
                        "the environment's variable DBMIGRATE_POSTGRES_ULR is not read; did you mean DBMIGRATE_POSTGRES_URL?");
    }

    @Test
    void aNamedFileMustExist() {
        commandLine.put("dbmigrate.configFile", "nowhere.properties");

        assertThatThrownBy(() -> sources().merge())
                .hasMessageContaining("[DBM-R001] cannot read the parameters from")
                .hasMessageContaining("nowhere.properties");
    }

    @Test
    void skipIsSeenWhateverElseIsWrong() {
        commandLine.put("dbmigrate.nonsense", "x");
        commandLine.put("dbmigrate.configFile", "nowhere.properties");
        environment.put("DBMIGRATE_SKIP", "true");

        assertThat(sources().peek("dbmigrate.skip")).contains("true");
    }

    @Test
    void aKindCanBeNamedAsADatabase() {
        pom.put("dbmigrate.databases.postgres.url", "pom");
        commandLine.put("dbmigrate.postgres.url", "-D");

        assertThat(sources().merge().values()).containsExactly(Map.entry("dbmigrate.postgres.url", "-D"));
    }

    private ParameterSources sources() {
        return new ParameterSources(commandLine, environment, pom, pomProperties, directory);
    }
}

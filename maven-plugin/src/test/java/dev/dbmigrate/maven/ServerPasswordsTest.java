package dev.dbmigrate.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;

class ServerPasswordsTest {

    /** Decrypts as Maven does in form only: braces off. What cannot be decrypted is a problem. */
    private static final SettingsDecrypter DECRYPTER = request -> {
        Server encrypted = request.getServers().get(0);
        Server plain = new Server();
        plain.setUsername(encrypted.getUsername());
        plain.setPassword(encrypted.getPassword().replaceAll("[{}]", ""));
        boolean broken = encrypted.getPassword().equals("{broken}");
        return result(
                plain,
                broken
                        ? List.of(new DefaultSettingsProblem(
                                "no master password", SettingsProblem.Severity.ERROR, "settings", 1, 1, null))
                        : List.of());
    };

    private final ServerPasswords passwords = new ServerPasswords(DECRYPTER);

    @Test
    void userAndPasswordComeFromTheServerDecrypted() {
        assertThat(passwords.fill(Map.of("dbmigrate.postgres.serverId", "db"), settings("{secret}")))
                .containsOnly(
                        Map.entry("dbmigrate.postgres.user", "app"),
                        Map.entry("dbmigrate.postgres.password", "secret"));
    }

    @Test
    void namedDatabasesHaveServersToo() {
        assertThat(passwords.fill(Map.of("dbmigrate.databases.orders.serverId", "db"), settings("x")))
                .containsEntry("dbmigrate.databases.orders.password", "x");
    }

    @Test
    void whatIsGivenDirectlyStays() {
        assertThat(passwords.fill(
                        Map.of("dbmigrate.postgres.serverId", "db", "dbmigrate.postgres.user", "me"), settings("x")))
                .containsEntry("dbmigrate.postgres.user", "me")
                .containsEntry("dbmigrate.postgres.password", "x");
    }

    @Test
    void anEmptyIdTakesBackWhatThePomSays() {
        assertThat(passwords.fill(Map.of("dbmigrate.postgres.serverId", ""), settings("x")))
                .isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsAnErrorWithWhatToAdd() {
        assertThatThrownBy(() -> passwords.fill(Map.of("dbmigrate.postgres.serverId", "other"), settings("x")))
                .hasMessageContaining("[DBM-R001] dbmigrate.postgres.serverId=other")
                .hasMessageContaining("<id>other</id>");
    }

    @Test
    void aPasswordThatCannotBeDecryptedIsAnErrorWithoutIt() {
        assertThatThrownBy(() -> passwords.fill(Map.of("dbmigrate.postgres.serverId", "db"), settings("{broken}")))
                .hasMessageContaining("cannot be decrypted: no master password")
                .hasMessageNotContaining("broken");
    }

    private static Settings settings(String password) {
        Server server = new Server();
        server.setId("db");
        server.setUsername("app");
        server.setPassword(password);
        Settings settings = new Settings();
        settings.addServer(server);
        return settings;
    }

    private static SettingsDecryptionResult result(Server server, List<SettingsProblem> problems) {
        return new SettingsDecryptionResult() {
            @Override
            public Server getServer() {
                return server;
            }

            @Override
            public List<Server> getServers() {
                return List.of(server);
            }

            @Override
            public Proxy getProxy() {
                return null;
            }

            @Override
            public List<Proxy> getProxies() {
                return List.of();
            }

            @Override
            public List<SettingsProblem> getProblems() {
                return problems;
            }
        };
    }
}

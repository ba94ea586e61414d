package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Takes users and passwords from the servers of {@code settings.xml}, where a {@code serverId} names one. */
final class ServerPasswords {

    private static final String SUFFIX = ".serverId";

    private final SettingsDecrypter decrypter;

    ServerPasswords(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    /**
     * Adds what the servers hold; a user or a password that is given directly stays.
     *
     * @return the parameters, without the server ids
     * @throws DbMigrateException with {@code DBM-R001} if there is no such server or its password cannot be decrypted
     */
    Map<String, String> fill(Map<String, String> parameters, Settings settings) {
        Map<String, String> filled = new LinkedHashMap<>(parameters);
        parameters.forEach((name, serverId) -> {
            if (name.endsWith(SUFFIX)) {
                filled.remove(name);
                if (serverId.isBlank()) {
                    // an empty value on the command line takes back what the POM says
                    return;
                }
                String prefix = name.substring(0, name.length() - SUFFIX.length());
                Server server = server(name, serverId, settings);
                putIfMissing(prefix + ".user", server.getUsername(), filled);
                putIfMissing(prefix + ".password", server.getPassword(), filled);
            }
        });
        return filled;
    }

    private static void putIfMissing(
            String name, @org.jspecify.annotations.Nullable String value, Map<String, String> parameters) {
        if (value != null) {
            parameters.putIfAbsent(name, value);
        }
    }

    private Server server(String name, String serverId, Settings settings) {
        Server server = settings.getServer(serverId);
        if (server == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    name + "=" + serverId + ", but settings.xml has no server of this id. Add:\n  <servers>\n"
                            + "    <server>\n      <id>" + serverId
                            + "</id>\n      <username>…</username>\n      <password>…</password>\n    </server>\n  </servers>");
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : result.getProblems()) {
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw new DbMigrateException(
                        Diagnostic.CONFIGURATION,
                        "the password of the server " + serverId + " in settings.xml cannot be decrypted: "
                                + problem.getMessage() + "\nEncrypt it anew: mvn --encrypt-password");
            }
        }
        return result.getServer();
    }
}

package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a host has written down for those who come after its parent has ended.
 *
 * @param host the host's process
 * @param controlPort where it listens for orders
 * @param token what an order must begin with
 * @param servers the servers' processes
 * @param parameters how the servers are reached, by full parameter names
 */
public record HostState(
        ProcessIdentity host,
        int controlPort,
        String token,
        Map<ServerKind, ProcessIdentity> servers,
        Map<String, String> parameters) {

    /** The file's name in the servers' directory. */
    public static final String FILE = "servers.properties";

    /**
     * Reads the state.
     *
     * @param directory the servers' directory
     * @return the state, or empty if there is none or it cannot be understood
     * @throws IOException if the file cannot be read
     */
    public static Optional<HostState> read(Path directory) throws IOException {
        Map<String, String> values = PropertyFile.read(directory.resolve(FILE));
        try {
            Map<ServerKind, ProcessIdentity> servers = new LinkedHashMap<>();
            for (ServerKind kind : ServerKind.values()) {
                String identity = values.get("server." + kind.id());
                if (identity != null) {
                    servers.put(kind, ProcessIdentity.parse(identity));
                }
            }
            Map<String, String> parameters = new TreeMap<>(values);
            parameters.keySet().removeIf(key -> !key.startsWith("dbmigrate."));
            return Optional.of(new HostState(
                    ProcessIdentity.parse(values.getOrDefault("host", "")),
                    Integer.parseInt(values.getOrDefault("control.port", "")),
                    values.getOrDefault("control.token", ""),
                    servers,
                    parameters));
        } catch (IllegalArgumentException emptyOrDamaged) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the state.
     *
     * @param directory the servers' directory
     * @throws IOException if it cannot be written
     */
    public void write(Path directory) throws IOException {
        Map<String, String> values = new TreeMap<>(parameters);
        values.put("host", host.toString());
        values.put("control.port", Integer.toString(controlPort));
        values.put("control.token", token);
        servers.forEach((kind, identity) -> values.put("server." + kind.id(), identity.toString()));
        PropertyFile.write(directory.resolve(FILE), values);
    }
}

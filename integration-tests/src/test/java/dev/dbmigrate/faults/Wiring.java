package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The databases of a round, as they are told to a runner in one line. */
record Wiring(List<TargetConfig> databases, Duration timeToLive) {

    private static final int FIELDS = 6;

    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        databases.forEach(one -> kinds.put(one.name(), one.kind()));
        return kinds;
    }

    DbMigrate migrate(Workload workload, RunListener listener) {
        return DbMigrate.builder(new Configuration(databases, null, timeToLive, Duration.ofMinutes(2), "faults"))
                .manifests(List.of(workload.manifest()))
                .listener(listener)
                .build();
    }

    String line() {
        StringBuilder line = new StringBuilder(String.valueOf(timeToLive.toMillis()));
        for (TargetConfig one : databases) {
            Secret password = one.password();
            String user = one.user();
            for (String field : new String[] {
                one.name(),
                one.kind(),
                one.url(),
                user == null ? "" : user,
                password == null ? "" : password.reveal(),
                one.options().getOrDefault("database", "")
            }) {
                line.append('\t').append(field);
            }
        }
        return line.toString();
    }

    static Wiring of(String line) {
        String[] fields = line.split("\t", -1);
        List<TargetConfig> databases = new ArrayList<>();
        for (int at = 1; at < fields.length; at += FIELDS) {
            databases.add(new TargetConfig(
                    fields[at],
                    fields[at + 1],
                    fields[at + 2],
                    fields[at + 3].isEmpty() ? null : fields[at + 3],
                    fields[at + 4].isEmpty() ? null : new Secret(fields[at + 4]),
                    fields[at + 5].isEmpty() ? Map.of() : Map.of("database", fields[at + 5])));
        }
        return new Wiring(databases, Duration.ofMillis(Long.parseLong(fields[0])));
    }
}

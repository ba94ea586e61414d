package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** PostgreSQL in a lane. */
final class PostgresStore extends FaultStore {

    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    PostgresStore(Path directory) throws IOException {
        super(ServerKind.POSTGRES, directory);
    }

    @Override
    void prepare(TargetConfig target, Workload workload) throws Exception {
        new PostgresQueries(target).execute(PostgresBody.TABLE);
    }

    @Override
    Map<String, Effect> effects(TargetConfig target) throws Exception {
        Map<String, Effect> effects = new LinkedHashMap<>();
        for (String row :
                new PostgresQueries(target).strings("SELECT key || ' ' || ups || ' ' || downs FROM effects")) {
            String[] fields = row.split(" ");
            effects.put(fields[0], new Effect(Integer.parseInt(fields[1]), Integer.parseInt(fields[2])));
        }
        return effects;
    }

    @Override
    void byHand(TargetConfig target, String key, boolean up) throws Exception {
        try (Connection connection = new PostgresQueries(target).connect();
                PreparedStatement statement = connection.prepareStatement(up ? PostgresBody.UP : PostgresBody.DOWN)) {
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    /** The driver prepares COMMIT once in a connection, under a name, and sends only that from then on. */
    @Override
    Predicate<byte[]> commits() {
        byte[][] prepared = {COMMIT};
        return message -> {
            int at = indexOf(message, COMMIT);
            int begin = at - 1;
            while (begin > 0 && message[begin - 1] > ' ') {
                begin--;
            }
            if (at > 0 && message[begin] == 'S') {
                // with the zero bytes before and after it, as it stands in a Bind
                byte[] name = new byte[at - begin + 1];
                System.arraycopy(message, begin, name, 1, at - begin);
                prepared[0] = name;
            }
            return at >= 0 || contains(message, prepared[0]);
        };
    }

    @Override
    List<String> leftovers(TargetConfig target, Workload workload) throws Exception {
        PostgresQueries queries = new PostgresQueries(target);
        List<String> wrong = new ArrayList<>();
        queries.strings("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready")
                .forEach(index -> wrong.add("the index " + index + " is invalid"));
        for (Workload.Part part : workload.parts(target.name())) {
            String made = switch (part.shape()) {
                case ATOMIC, STATEMENTS -> "t_" + part.id();
                case BUILD -> "i_" + part.id();
                default -> "effects";
            };
            if (queries.strings("SELECT to_regclass('" + made + "')::text").contains(null)) {
                wrong.add(made + " is missing");
            }
        }
        return wrong;
    }
}

package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A process that runs dbmigrate as it is told, one command a line, and is harmed meanwhile. At each named point it says so
 * ({@code @point}) and waits for a line before it goes on: so the test can do its harm exactly there.
 */
public final class FaultRunner implements RunListener {

    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private FaultRunner() {}

    public static void main(String[] arguments) throws IOException {
        FaultRunner runner = new FaultRunner();
        Points.install(runner::at);
        runner.serve();
        // a thread of a driver must not keep the process alive
        System.exit(0);
    }

    private void serve() throws IOException {
        out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split("\t", 2);
            say(run(words[0], Wiring.of(words[1])));
        }
    }

    private String run(String command, Wiring wiring) {
        DbMigrate migrate = wiring.migrate(new Workload(wiring.kinds()), this);
        try {
            RunResult result = command.equals("apply")
                    ? migrate.apply()
                    : migrate.rollback(RollbackRequest.last(Integer.parseInt(command.substring("rollback ".length()))));
            return "=" + result.parts().size() + " parts";
        } catch (DbMigrateException e) {
            return "!" + e.getMessage();
        }
    }

    private synchronized void say(String line) {
        out.println(line.replace("\n", " | "));
    }

    private synchronized void at(String point) {
        say("@" + point);
        try {
            if (in.readLine() == null) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void waitingForLease(HistoryStore.Holder holder, Duration waited) {
        at("waiting for the lease");
    }

    @Override
    public void runStarted(List<PlannedPart> parts) {
        at("run started");
    }

    @Override
    public void partStarted(PlannedPart part) {
        at("part started " + part.id() + " on " + part.database());
    }

    @Override
    public void partFinished(ExecutedPart part) {
        at("part finished " + part.id() + " on " + part.database() + " " + part.outcome());
    }

    @Override
    public void step(String id, String database, String step, RunMonitor.StepEvent event) {
        at("step " + event + " " + id + " on " + database + ": " + step);
    }

    @Override
    public void warning(String message) {
        say("~" + message);
    }
}

package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.TargetConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Fresh databases, a number of faults while their migrations are applied and rolled back, and the audit at the end. */
final class Round {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);
    private static final int MOST_FAILURES_IN_A_ROW = 30;

    private final String lane;
    private final Crew crew;
    private final List<FaultStore> stores;
    private final Random random;
    private final Figures figures;
    private final List<String> story = new ArrayList<>();
    private final Map<String, Person.Place> places = new LinkedHashMap<>();
    private final Workload workload;
    private final Wiring wiring;
    private final DbMigrate direct;
    private final String home;
    private int budget;
    private String lastFault = "none";

    /**
     * Makes the databases.
     *
     * @param databases the stores by the databases' names; the first is home
     */
    Round(String lane, Crew crew, Map<String, FaultStore> databases, Random random, int budget, Figures figures)
            throws Exception {
        this.lane = lane;
        this.crew = crew;
        this.stores = databases.values().stream().distinct().toList();
        this.random = random;
        this.budget = budget;
        this.figures = figures;
        this.home = databases.keySet().iterator().next();
        List<TargetConfig> wired = new ArrayList<>();
        List<TargetConfig> straight = new ArrayList<>();
        for (Map.Entry<String, FaultStore> entry : databases.entrySet()) {
            TargetConfig target = entry.getValue().fresh(entry.getKey());
            places.put(entry.getKey(), new Person.Place(entry.getValue(), target));
            straight.add(target);
            wired.add(entry.getValue().wired(target));
        }
        this.wiring = new Wiring(wired, TIME_TO_LIVE);
        Wiring own = new Wiring(straight, TIME_TO_LIVE);
        this.workload = new Workload(own.kinds());
        this.direct = own.migrate(workload, RunListener.NONE);
        for (Person.Place place : places.values()) {
            place.store().prepare(place.target(), workload);
        }
    }

    /** Runs it; returns how many faults happened. */
    int run(boolean eightFirst) throws Exception {
        int before = budget;
        try {
            if (eightFirst) {
                eight();
            }
            applyAll();
            while (budget > 0) {
                attempt("rollback " + (1 + random.nextInt(workload.parts().size() / 2)));
                applyAll();
            }
            Audit audit = new Audit(workload, places, home).run(direct);
            figures.round(lane, audit, story);
            if (!audit.findings().isEmpty()) {
                throw new AssertionError(String.join("\n", audit.findings()));
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(e + "\nwhat happened in this round:\n  " + String.join("\n  ", story), e);
        }
        return before - budget;
    }

    private void eight() throws Exception {
        List<String> ends = new Operation(crew, wiring, stores, random).eight("apply");
        String kind = stores.get(0).kind().id();
        figures.fault(Fault.Harm.EIGHT_AT_ONCE.words(), kind);
        figures.fault("one of eight runners killed", kind);
        story.add("eight at once: " + ends);
        budget -= 2;
        // who works may lose its lease when eight processes start on a small machine, and says so in one of these ways;
        // nobody may fail for another reason
        Set<String> known = Set.of("DBM-R010", "DBM-R013", "DBM-R021", "DBM-R022", "DBM-R031");
        boolean allKnown = ends.stream()
                .allMatch(end -> end.startsWith("=")
                        || end.equals(RunnerProcess.ENDED)
                        || known.stream().anyMatch(id -> end.startsWith("![" + id + "]")));
        if (!allKnown) {
            throw new AssertionError("eight at once: " + ends);
        }
    }

    private void applyAll() throws Exception {
        int failures = 0;
        while (!attempt("apply")) {
            failures = budget > 0 ? 0 : failures + 1;
            if (failures > MOST_FAILURES_IN_A_ROW) {
                throw new AssertionError("it does not come to an end although nothing is done to it any more");
            }
        }
    }

    private boolean attempt(String command) throws Exception {
        Fault fault = budget > 0 ? Fault.pick(random, stores) : null;
        long begun = System.nanoTime();
        Operation.End end = new Operation(crew, wiring, stores, random).run(command, fault);
        story.add((System.nanoTime() - begun) / 1_000_000 + " ms: " + command + ", "
                + (fault == null ? "no fault" : (end.struck() ? "" : "spared: ") + fault) + " -> " + end.said());
        if (fault != null && end.struck()) {
            budget--;
            lastFault = fault.words();
            figures.fault(fault.words(), fault.store().kind().id());
        }
        if (end.said().startsWith("![DBM-R999]")) {
            throw new AssertionError(end.said());
        }
        if (end.isDoubt()) {
            doubt();
        }
        return end.isDone();
    }

    /** The next run refuses, and ends what older owners left; only then does a person look. */
    private void doubt() throws Exception {
        Operation.End refused = new Operation(crew, wiring, stores, random).run("apply", null);
        story.add("the next apply -> " + refused.said());
        Person person = new Person(workload, places, direct, home);
        for (String decision : person.settle()) {
            story.add("decided " + decision);
            figures.doubt(decision.substring(0, decision.indexOf(':')) + ", after: " + lastFault);
        }
        if (!person.unnamed().isEmpty()) {
            throw new AssertionError(String.join("\n", person.unnamed()));
        }
    }
}

package dev.dbmigrate.faults;

import java.util.List;
import java.util.Random;

/**
 * One harm to be done.
 *
 * @param harm what is done
 * @param when when
 * @param store to which of the round's servers, or on the wire to it
 * @param at at which point, or at which message, of the operation
 * @param delayMicros how long after that point, for a random instant, in microseconds; for a silence, how long it lasts, in
 *     milliseconds: shorter or longer than the lease lives
 */
record Fault(Harm harm, When when, FaultStore store, int at, int delayMicros) {

    /** What is done. */
    enum Harm {
        KILL("runner killed"),
        FREEZE("runner frozen past its lease"),
        CUT("connection cut"),
        ANSWER_LOST("answer lost"),
        LATE("message late, connection cut"),
        LATE_AND_KILL("message late, runner killed"),
        SILENCE("network silent"),
        SERVER_KILL("server killed"),
        EIGHT_AT_ONCE("eight runners at once");

        private final String words;

        Harm(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** When it is done. */
    enum When {
        START("at the start"),
        POINT("at a named point"),
        RANDOM("at a random instant"),
        MESSAGE("at any message"),
        COMMIT("at a commit");

        private final String words;

        When(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private record Choice(Harm harm, When when, int weight) {}

    private static final List<Choice> CHOICES = List.of(
            new Choice(Harm.KILL, When.RANDOM, 8),
            new Choice(Harm.KILL, When.POINT, 10),
            new Choice(Harm.KILL, When.MESSAGE, 4),
            new Choice(Harm.KILL, When.COMMIT, 6),
            new Choice(Harm.FREEZE, When.RANDOM, 2),
            new Choice(Harm.FREEZE, When.POINT, 5),
            new Choice(Harm.FREEZE, When.COMMIT, 3),
            new Choice(Harm.CUT, When.RANDOM, 8),
            new Choice(Harm.CUT, When.POINT, 8),
            new Choice(Harm.CUT, When.MESSAGE, 8),
            new Choice(Harm.CUT, When.COMMIT, 6),
            new Choice(Harm.ANSWER_LOST, When.MESSAGE, 8),
            new Choice(Harm.ANSWER_LOST, When.COMMIT, 8),
            new Choice(Harm.LATE, When.MESSAGE, 5),
            new Choice(Harm.LATE, When.COMMIT, 5),
            new Choice(Harm.LATE_AND_KILL, When.MESSAGE, 3),
            new Choice(Harm.LATE_AND_KILL, When.COMMIT, 3),
            new Choice(Harm.SILENCE, When.POINT, 4),
            new Choice(Harm.SERVER_KILL, When.RANDOM, 3),
            new Choice(Harm.SERVER_KILL, When.POINT, 4),
            new Choice(Harm.SERVER_KILL, When.COMMIT, 3));

    static Fault pick(Random random, List<FaultStore> stores) {
        FaultStore store = stores.get(random.nextInt(stores.size()));
        List<Choice> possible = CHOICES.stream()
                .filter(choice -> store.allows(choice.harm(), choice.when()))
                .toList();
        int left = random.nextInt(possible.stream().mapToInt(Choice::weight).sum());
        Choice chosen = possible.get(0);
        for (Choice choice : possible) {
            if (left < choice.weight()) {
                chosen = choice;
                break;
            }
            left -= choice.weight();
        }
        int reach = switch (chosen.when()) {
            case MESSAGE -> 60;
            case COMMIT -> 10;
            default -> 24;
        };
        return new Fault(chosen.harm(), chosen.when(), store, random.nextInt(reach), random.nextInt(4000));
    }

    /** Without the place: what the figures count. */
    String words() {
        return harm.words() + " " + when.words();
    }

    @Override
    public String toString() {
        return words() + " (" + store.kind().id() + ", " + at + (when == When.RANDOM ? " +" + delayMicros + "µs" : "")
                + ")";
    }
}

package dev.dbmigrate.runtime.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Where a schedule's decisions come from. The same decisions give the same schedule. */
abstract class Choices {

    /** Draws from a seed. */
    static Choices seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Choices() {
            @Override
            int among(int count) {
                return count == 1 ? 0 : random.nextInt(count);
            }

            @Override
            int kind(int count) {
                return random.nextInt(count);
            }

            @Override
            boolean departs(int oneIn) {
                return random.nextInt(oneIn) == 0;
            }
        };
    }

    /** One of several ways to go on; the first one is the calm course. */
    abstract int among(int count);

    /** One of several kinds of what has been decided already. */
    abstract int kind(int count);

    /** Whether to leave the calm course here: a fault, a switch to another runner. */
    abstract boolean departs(int oneIn);

    /**
     * Goes through all schedules that leave the calm course at most so many times, in depth-first order.
     */
    static final class Exhaustive extends Choices {

        private final int departures;
        private final List<int[]> trail = new ArrayList<>();
        private int position;
        private int left;

        Exhaustive(int departures) {
            this.departures = departures;
            this.left = departures;
        }

        @Override
        int among(int count) {
            if (count == 1 || left == 0) {
                return 0;
            }
            int way = next(count);
            if (way != 0) {
                left--;
            }
            return way;
        }

        @Override
        int kind(int count) {
            return next(count);
        }

        @Override
        boolean departs(int oneIn) {
            if (left == 0) {
                return false;
            }
            boolean departs = next(2) == 1;
            if (departs) {
                left--;
            }
            return departs;
        }

        private int next(int count) {
            if (position == trail.size()) {
                trail.add(new int[] {0, count});
            }
            int[] decision = trail.get(position++);
            if (decision[1] != count) {
                throw new IllegalStateException("the schedule is not deterministic: " + count + " ways instead of "
                        + decision[1] + " at decision " + position);
            }
            return decision[0];
        }

        /** Goes on to the next schedule; false if there is none. */
        boolean advance() {
            position = 0;
            left = departures;
            while (!trail.isEmpty()) {
                int[] last = trail.get(trail.size() - 1);
                if (++last[0] < last[1]) {
                    return true;
                }
                trail.remove(trail.size() - 1);
            }
            return false;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            trail.forEach(decision -> text.append(decision[0]));
            return text.toString();
        }
    }
}

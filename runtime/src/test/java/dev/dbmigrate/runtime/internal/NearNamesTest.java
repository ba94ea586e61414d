package dev.dbmigrate.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {

    private static final List<String> KNOWN =
            List.of("001_initial_schema", "002_add_indexes", "003_add_user_preferences");

    @Test
    void findsWhatWasMeant() {
        assertThat(NearNames.near("003_user_preferences", KNOWN)).containsExactly("003_add_user_preferences");
        assertThat(NearNames.near("002_add_indices", KNOWN)).containsExactly("002_add_indexes");
    }

    @Test
    void isSilentWhereNothingIsNear() {
        assertThat(NearNames.didYouMean("something_else_entirely", KNOWN)).isEmpty();
    }
}

package dev.dbmigrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

@Timeout(180)
class ThrowawayServerTest {

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void whatWasAnsweredSurvivesKillAndOrderlyRestart(ServerKind kind, @TempDir Path directory) throws Exception {
        try (ThrowawayServer server = ThrowawayServer.start(kind, directory)) {
            Map<String, String> before = server.parameters();
            Note.write(kind, before, "kept");

            server.kill();
            assertThat(server.isRunning()).isFalse();
            server.restart();
            assertThat(server.parameters()).isEqualTo(before);
            assertThat(Note.read(kind, before)).isEqualTo("kept");

            server.restart();
            assertThat(Note.read(kind, server.parameters())).isEqualTo("kept");
        }
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItThaws(@TempDir Path directory) {
        try (ThrowawayServer server = ThrowawayServer.start(ServerKind.REDIS, directory)) {
            URI url = URI.create(server.target().url());
            try (Jedis redis = new Jedis(url, 500)) {
                redis.set("a", "1");
                server.freeze();
                assertThatThrownBy(() -> redis.get("a")).isInstanceOf(JedisConnectionException.class);
            }
            server.thaw();
            try (Jedis redis = new Jedis(url)) {
                assertThat(redis.get("a")).isEqualTo("1");
            }
        }
    }

    @Test
    void passwordsAreRandomAndRequired(@TempDir Path one, @TempDir Path two) {
        try (ThrowawayServer first = ThrowawayServer.start(ServerKind.REDIS, one);
                ThrowawayServer second = ThrowawayServer.start(ServerKind.REDIS, two)) {
            URI url = URI.create(first.target().url());
            assertThat(url.getUserInfo())
                    .isNotEqualTo(URI.create(second.target().url()).getUserInfo());
            try (Jedis stranger = new Jedis(url.getHost(), url.getPort())) {
                assertThatThrownBy(() -> stranger.get("a")).hasMessageContaining("NOAUTH");
            }
        }
    }
}

package dev.ecomllm.examples.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How the service is. A model server that is gone makes it degraded, not dead: to restart it would
 * mend nothing.
 */
@RestController
class HealthController {

  private final Engine engine;
  private final ApplicationAvailability availability;
  private final boolean fallback;

  HealthController(Engine engine, ApplicationAvailability availability, ServiceSettings settings) {
    this.engine = engine;
    this.availability = availability;
    fallback = settings.fallback();
  }

  @GetMapping("/health")
  Map<String, Object> health() {
    Map<String, Object> health = new LinkedHashMap<>();
    boolean well = engine.isWell();
    health.put("status", well ? "ok" : "degraded");
    health.put("engine", engine instanceof EmbeddedEngine ? "embedded" : "endpoint");
    health.put("model", engine.name());
    if (!(engine instanceof EmbeddedEngine)) {
      health.put("modelServer", well ? "up" : "down");
      health.put("fallback", fallback ? "embedded" : "none");
    }
    return health;
  }

  /** Whether requests should come here: not before the models are loaded, not while it stops. */
  @GetMapping("/health/ready")
  ResponseEntity<Map<String, Object>> ready() {
    boolean ready = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    return ready
        ? ResponseEntity.ok(health())
        : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(Map.of("status", "not ready"));
  }

  /** Whether the process lives. */
  @GetMapping("/health/live")
  Map<String, Object> live() {
    return Map.of("status", "ok");
  }
}

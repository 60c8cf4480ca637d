package dev.ecomllm.examples.service;

import dev.ecomllm.observe.micrometer.MicrometerListener;
import dev.ecomllm.product.Product;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The service: {@code java -jar ecomllm-service.jar --server.port=8080}. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ServiceSettings.class)
public class EcomLlmService {

  /** Starts the service; arguments are settings, such as {@code --ecomllm.words-only=true}. */
  public static void main(String[] args) {
    SpringApplication.run(EcomLlmService.class, args);
  }

  @Bean(destroyMethod = "close")
  Engine engine(ServiceSettings settings, MeterRegistry metrics) {
    return settings.endpoint().isBlank()
        ? new EmbeddedEngine(settings.wordsOnly())
        : new EndpointEngine(settings, new MicrometerListener(metrics));
  }

  @Bean(destroyMethod = "close")
  Workers workers(ServiceSettings settings, MeterRegistry metrics) {
    return new Workers(settings.atOnce(), settings.waiting(), settings.deadline(), metrics);
  }

  @Bean
  RateLimit rateLimit(ServiceSettings settings) {
    return new RateLimit(settings.rate(), settings.burst(), System::nanoTime);
  }

  @Bean
  Answers answers(Engine engine) {
    return new Answers(engine);
  }

  /** The first question loads models: better before the service says that it is ready. */
  @Bean
  ApplicationRunner warmUp(Engine engine) {
    return arguments -> engine.warmUp(Product.of("warm-up", "Blue cotton T-shirt, size M"));
  }
}

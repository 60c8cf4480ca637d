package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import java.net.URI;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wiring with plain Spring: the task interfaces are beans, and nothing of ecom-llm knows of Spring.
 * Spring closes the {@link EcomLlm} with its context, because it can be closed. Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.PlainSpring
 * -Decomllm.endpoint=http://localhost:8000/v1}.
 */
@Configuration(proxyBeanMethods = false)
public class PlainSpring {

  /** Describes a product. */
  public static void main(String[] args) {
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(PlainSpring.class)) {
      ListingService service = context.getBean(ListingService.class);
      System.out.println(service.describe(Product.of("sku-1", "Nike Air Max 90 Running Shoes")));
    }
  }

  @Bean
  EmbeddedEcomLlm embedded() {
    return EmbeddedEcomLlm.open();
  }

  @Bean
  EcomLlm llm(
      @Value("${ecomllm.endpoint:http://localhost:8000/v1}") URI endpoint,
      @Value("${ecomllm.model:ecom-mistral-7b}") String model,
      EmbeddedEcomLlm embedded) {
    return EcomLlm.builder()
        .endpoint(endpoint)
        .model(model)
        .candidates(embedded.categories())
        .build();
  }

  @Bean
  Failover failover() {
    return Failover.within(Duration.ofSeconds(2));
  }

  @Bean
  ProductClassifier classifier(Failover failover, EcomLlm llm, EmbeddedEcomLlm embedded) {
    return failover.classifier(llm.classifier(), embedded.classifier());
  }

  @Bean
  AttributeExtractor extractor(Failover failover, EcomLlm llm, EmbeddedEcomLlm embedded) {
    return failover.extractor(llm.extractor(), embedded.extractor());
  }

  @Bean
  ListingService listings(ProductClassifier classifier, AttributeExtractor extractor) {
    return new ListingService(classifier, extractor);
  }
}

package dev.ecomllm.examples.service;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Which sites may call, and where the documentation is. */
@Configuration(proxyBeanMethods = false)
class WebSettings implements WebMvcConfigurer {

  private final ServiceSettings settings;

  WebSettings(ServiceSettings settings) {
    this.settings = settings;
  }

  /** Without an entry, browsers let no page of another site read an answer. */
  @Override
  public void addCorsMappings(CorsRegistry registry) {
    if (!settings.allowedOrigins().isEmpty()) {
      registry
          .addMapping("/**")
          .allowedOrigins(settings.allowedOrigins().toArray(String[]::new))
          .allowedMethods(HttpMethod.GET.name(), HttpMethod.POST.name())
          .allowedHeaders("Content-Type", "Authorization", "X-API-Key", "X-Request-Id");
    }
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/docs").setViewName("forward:/docs/index.html");
    registry.addRedirectViewController("/v3/api-docs", "/openapi.json");
  }
}

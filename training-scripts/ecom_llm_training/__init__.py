"""From labelled products to a served, QLoRA-tuned model for ecom-llm. One file per stage; see README.md."""

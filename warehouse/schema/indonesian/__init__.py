"""What `mart_id` calls columns and codes: the official Indonesian terms, as GLOSSARY.md tells where each is from."""

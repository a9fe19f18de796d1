(data) => {
  // Strip sensitive data for staging
  const { password, ssn, creditCard, ...safeData } = data;

  return {
    ...safeData,
    // Anonymize email for staging
    email: `user${data.id}@staging.example.com`,
    // Mark as staging data
    is_staging: true,
    synced_from_production: new Date().toISOString()
  };
}

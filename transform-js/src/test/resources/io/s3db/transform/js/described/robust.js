(data) => {
  // Validate required fields
  if (!data.id || !data.email) {
    console.warn('Skipping invalid user:', data.id);
    return null;  // Skip this record
  }

  return {
    // Safe property access with fallbacks
    full_name: `${data.firstName || ''} ${data.lastName || ''}`.trim() || 'Unknown',
    email_domain: data.email?.split('@')[1] || 'unknown',
    created_at: data.createdAt || new Date().toISOString()
  };
}

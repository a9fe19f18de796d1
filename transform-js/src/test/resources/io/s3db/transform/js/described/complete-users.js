(data) => {
  // Skip test accounts
  if (data.email?.endsWith('@test.com')) return null;

  // Skip soft-deleted users
  if (data.deletedAt) return null;

  // Skip incomplete profiles
  if (!data.email || !data.name) return null;

  return data;
}
